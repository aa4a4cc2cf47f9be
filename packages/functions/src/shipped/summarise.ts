import { type ChatMessage, defineFilter, type Storage, textOf, valve, z } from "@parley/functions";

export default defineFilter({
  name: "Summarise",
  version: "1.0.0",
  description:
    "Sends a summary of what was said long ago, when a chat grows too long for its model.",
  icon: "fold-vertical",
  author: "Parley",
  priority: 20,
  whenItFails: "open",
  permissions: { models: ["*"], storage: true },
  valves: z.object({
    budget: z
      .int()
      .min(200)
      .default(12_000)
      .describe("From how many tokens on. They are estimated: four signs are one token."),
    keep: z
      .int()
      .min(1)
      .default(6)
      .describe("How many of the newest messages are sent as they are."),
    summariser: z
      .string()
      .default("")
      .describe("The id of the model that summarises. Empty: the model of the chat."),
    remember: z
      .boolean()
      .default(true)
      .describe("Keep a chat's summary, so that the next question only adds to it."),
    instruction: valve(
      z
        .string()
        .default(
          "Summarise the conversation for the assistant who will continue it. Keep facts, names, numbers, decisions, open questions, and what the person wants. Write in the language of the conversation.",
        ),
      { multiline: true },
    ).describe("What the summariser is told."),
  }),

  async inlet({ body, valves, chatId, complete, storage, emit }) {
    const system = body.messages.filter(({ role }) => role === "system" || role === "developer");
    const talk = body.messages.filter((message) => !system.includes(message));
    if (tokens(body.messages) <= valves.budget) return;

    const key = valves.remember && chatId ? `summary ${chatId}` : "";
    const known = remembered.safeParse(key ? await storage.get(key) : null).data;
    const fits =
      known &&
      known.count <= talk.length &&
      known.of === (await digest(talk.slice(0, known.count)));
    let { summary, count } = fits ? known : { summary: "", count: 0 };

    if (tokens([...system, told(summary), ...talk.slice(count)]) > valves.budget) {
      const end = startOfKept(talk, valves.keep);
      if (end <= count) return sent();
      await emit({ type: "status", data: { description: "Summarising earlier messages" } });
      const spoken = talk.slice(count, end).map((one) => `${one.role}: ${spokenText(one)}`);
      const before = summary ? [`summary of what came before: ${summary}`] : [];
      const result = await complete({
        model: valves.summariser || body.model,
        messages: [
          { role: "system", content: valves.instruction },
          { role: "user", content: [...before, ...spoken].join("\n\n") },
        ],
      });
      if (result.text.trim() === "") throw new Error("The summariser gave an empty text.");
      summary = result.text.trim();
      count = end;
      if (key) {
        await makeRoom(storage);
        await storage.set(key, { summary, count, of: await digest(talk.slice(0, count)) });
      }
      await emit({
        type: "status",
        data: { description: "Summarised earlier messages", done: true },
      });
    }
    return sent();

    function sent() {
      if (count === 0) return undefined;
      return { ...body, messages: [...system, told(summary), ...talk.slice(count)] };
    }
  },
});

/** What is kept of a chat: a summary of its first messages, and by what they are known again. */
const remembered = z.object({ summary: z.string(), count: z.int().min(1), of: z.string() });

/** A function may keep only so much; a summary that is gone is made anew when it is needed. */
async function makeRoom(storage: Storage): Promise<void> {
  const keys = await storage.keys();
  if (keys.length < 5000) return;
  await Promise.all(keys.slice(0, 500).map((key) => storage.delete(key)));
}

function told(summary: string): ChatMessage {
  return { role: "system", content: `What was said before, in short:\n\n${summary}` };
}

/** A picture is taken for 1000 tokens: its bytes say nothing about them. */
function tokens(messages: ChatMessage[]): number {
  return messages.reduce((sum, message) => {
    const parts = Array.isArray(message.content) ? message.content : [];
    const pictures = parts.filter(({ type }) => type !== "text").length;
    return sum + Math.ceil(spokenText(message).length / 4) + pictures * 1000 + 4;
  }, 0);
}

function spokenText(message: ChatMessage): string {
  return textOf(message) + (message.tool_calls ? JSON.stringify(message.tool_calls) : "");
}

/** Where the kept messages begin: never between a call of a tool and its result. */
function startOfKept(talk: ChatMessage[], keep: number): number {
  let start = Math.max(0, talk.length - keep);
  while (start > 0 && talk[start]?.role === "tool") start -= 1;
  return start;
}

async function digest(messages: ChatMessage[]): Promise<string> {
  const bytes = new TextEncoder().encode(
    JSON.stringify(messages.map(({ role, content }) => [role, content])),
  );
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
