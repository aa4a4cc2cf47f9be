import { createHmac } from "node:crypto";
import { answered, given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import webhook from "./webhook.ts";

const url = "https://hooks.example:8443/parley?room=1";
const yes = () => true;
const ok = () => "";

it("posts the answer once the person agreed, knowing where it goes", async () => {
  const action = given(webhook, { valves: { url }, call: yes, fetch: ok });
  expect(await action.action(answered("Forty-two.", "What is it?"))).toEqual({
    notification: { type: "success", content: "Sent to hooks.example:8443." },
  });
  expect(action.asked).toMatchObject([
    { type: "confirmation", data: { message: expect.stringContaining("hooks.example:8443") } },
  ]);
  const [sent] = action.fetched;
  expect(sent?.url).toBe(url);
  expect(sent?.options.method).toBe("POST");
  expect(JSON.parse(sent?.options.body ?? "")).toEqual({
    event: "message.sent",
    sent_at: "2023-11-14T22:13:20.000Z",
    chat_id: "a-chat",
    model: "a-model",
    message: { id: "the-answer", role: "assistant", content: "Forty-two." },
    question: { id: "the-question", content: "What is it?" },
  });
  expect(sent?.options.headers).not.toHaveProperty("x-parley-signature");
});

it("signs what it sends, so that a server can check it", async () => {
  const valves = { url, secret: "a secret" };
  const action = given(webhook, { valves, call: yes, fetch: ok });
  await action.action("Grüße");
  const { headers, body } = action.fetched[0]?.options ?? {};
  const hmac = createHmac("sha256", "a secret").update(`1700000000.${body}`).digest("hex");
  expect(headers?.["x-parley-signature"]).toBe(`t=1700000000,v1=${hmac}`);
});

it("sends the question and the person only as an admin set it", async () => {
  const valves = { url, question: false, person: true };
  const action = given(webhook, { valves, call: yes, fetch: ok });
  await action.action("An answer");
  const sent = JSON.parse(action.fetched[0]?.options.body ?? "");
  expect(sent.question).toBeUndefined();
  expect(sent.person).toEqual({ name: "Ada", email: "ada@example.com" });
});

it.each([false, null])("sends nothing when the person says %j", async (said) => {
  const action = given(webhook, { valves: { url }, call: () => said, fetch: ok });
  expect(await action.action("An answer")).toBe(null);
  expect(action.fetched).toEqual([]);
});

it("asks nobody before an admin has set an address", async () => {
  const action = given(webhook, { call: yes });
  expect(await action.action("An answer")).toMatchObject({ notification: { type: "warning" } });
  expect(action.asked).toEqual([]);
});

it.each([
  ["refused it with status 500.", () => new Response("", { status: 500 })],
  ["can't be reached: no such host", () => Promise.reject(new Error("no such host"))],
])("says that the server %s", async (reason, fetch) => {
  const action = given(webhook, { valves: { url }, call: yes, fetch });
  expect(await action.action("An answer")).toEqual({
    notification: { type: "error", content: `hooks.example:8443 ${reason}` },
  });
});

it.each(["ftp://a.example", "javascript:alert(1)", "nonsense"])(
  "refuses the address %s",
  (wrong) => {
    expect(() => given(webhook, { valves: { url: wrong } })).toThrow();
  },
);
