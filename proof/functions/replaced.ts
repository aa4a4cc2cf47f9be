import type { Client } from "@parley/e2e/harness";
import type { Target } from "../overhead/bench.ts";

const answers = 100;
/** What every answer must hold: the chunks of the bench's script, each with the version's mark. */
const chunks = 200;
/** A new version comes when about this share of an answer has streamed. */
const replacedAfterMs = 1_500;

/** A filter that marks each piece of text with its version, at the beginning and while it streams. */
export const markingFilter = (version: string) => `import { defineFilter } from "@parley/functions";

export default defineFilter({
  name: "Marks",
  inlet({ state }) {
    state.version = "${version}";
  },
  stream({ event, state }) {
    const delta = event.choices?.[0]?.delta;
    if (delta?.content) delta.content = \` \${state.version}/${version}\`;
    return event;
  },
});
`;

export type Replaced = { answers: number; mixed: number; cut: number; late: number };

/** Replaces a filter while a hundred answers stream through it, and asks anew afterwards. */
export async function replaceWhileStreaming(
  client: Client,
  target: Target,
  { id, model }: { id: string; model: string },
): Promise<Replaced> {
  const running = Array.from({ length: answers }, () => ask(target, model));
  await new Promise((resolve) => setTimeout(resolve, replacedAfterMs));
  await client.functions.save.mutate({ id, source: markingFilter("two") });
  const after = await Promise.all(Array.from({ length: 10 }, () => ask(target, model)));
  const before = await Promise.all(running);
  const isOf = (version: string) => (marks: string[]) =>
    marks.every((mark) => mark === `${version}/${version}`);
  return {
    answers: before.length + after.length,
    mixed: before.filter((marks) => !isOf("one")(marks) && !isOf("two")(marks)).length,
    cut: [...before, ...after].filter((marks) => marks.length !== chunks - 1).length,
    late: after.filter((marks) => !isOf("two")(marks)).length,
  };
}

/** The marks of an answer, in order; of one that failed, those that came. */
async function ask({ url, key }: Target, model: string): Promise<string[]> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content: "Go." }] }),
  });
  const text = await response.text();
  if (!text.includes("data: [DONE]")) return [];
  return [...text.matchAll(/"content":" ([a-z]+\/[a-z]+)"/g)].map(([, mark = ""]) => mark);
}
