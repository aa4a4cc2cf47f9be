import { defineAction, valve, z } from "@parley/functions";

export default defineAction({
  name: "Webhook",
  version: "1.0.0",
  description: "Sends an answer to a server of yours, signed, after asking.",
  icon: "webhook",
  author: "Parley",
  priority: 30,
  // The address is a valve, so only an admin decides where it goes.
  permissions: { fetch: ["*"] },
  valves: z.object({
    url: valve(
      z
        .string()
        .regex(/^(?:https?:\/\/\S+)?$/)
        .default(""),
      {
        placeholder: "https://example.com/hook",
      },
    ).describe("Where answers are sent to."),
    secret: valve(z.string().default(""), { secret: true }).describe(
      "Signs what is sent, so that your server knows it comes from here. Empty: not signed.",
    ),
    question: z.boolean().default(true).describe("Send the question together with the answer."),
    person: z
      .boolean()
      .default(false)
      .describe("Send the name and the e-mail address of the person."),
  }),

  async action({ body, valves, user, call, fetch, request, signal }) {
    const host = URL.parse(valves.url)?.host;
    if (!host) return said("warning", "An admin has not set yet where to send it.");
    const answer = body.messages.at(-1);
    if (!answer) return said("warning", "There is no answer to send.");
    const agreed = await call({
      type: "confirmation",
      data: { title: "Send this answer?", message: `It is sent to ${host}, outside of Parley.` },
    });
    if (!agreed) return;

    const question = body.messages.findLast(({ role }) => role === "user");
    const payload = JSON.stringify({
      event: "message.sent",
      sent_at: new Date(request.startedAt).toISOString(),
      chat_id: body.chat_id,
      model: body.model,
      message: { id: answer.id, role: answer.role, content: answer.content },
      ...(valves.question &&
        question && { question: { id: question.id, content: question.content } }),
      ...(valves.person && { person: { name: user.name, email: user.email } }),
    });
    try {
      const response = await fetch(valves.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(valves.secret && {
            "x-parley-signature": await signature(payload, valves.secret, request.startedAt),
          }),
        },
        body: payload,
        signal,
      });
      if (!response.ok) return said("error", `${host} refused it with status ${response.status}.`);
    } catch (error) {
      return said(
        "error",
        `${host} can't be reached: ${error instanceof Error ? error.message : error}`,
      );
    }
    return said("success", `Sent to ${host}.`);
  },
});

function said(type: "success" | "warning" | "error", content: string) {
  return { notification: { type, content } };
}

/** `t=SECONDS,v1=HEX`: the HMAC-SHA-256 of `SECONDS.BODY`. The time keeps it from being sent again. */
async function signature(payload: string, secret: string, at: number): Promise<string> {
  const seconds = Math.floor(at / 1000);
  const bytes = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes(secret), algorithm, false, ["sign"]);
  const signed = await crypto.subtle.sign("HMAC", key, bytes(`${seconds}.${payload}`));
  const hex = [...new Uint8Array(signed)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return `t=${seconds},v1=${hex}`;
}
