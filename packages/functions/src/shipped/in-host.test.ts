import { readFile } from "node:fs/promises";
import { afterAll, expect, it } from "vitest";
import { facts, loaded, memoryStorage, never, newHost, noTools } from "../testing/host-world.ts";
import { readShipped } from "./index.ts";

const storage = memoryStorage();
const host = newHost({ storage });
await host.ready;
afterAll(() => host.close());

const all = await readShipped();
const sources = new Map(all.map(({ id, source }) => [id, source]));
const shipped = (id: string, valves = {}) => loaded(host, sources.get(id) ?? "", { id, valves });

it.each(all)("can be installed: $id", async ({ id, demonstration }) => {
  const { manifest } = await shipped(id);
  expect(manifest.name).not.toBe("");
  if (demonstration === null) expect(manifest.valves).toMatchObject({ type: "object" });
  else expect(manifest).toEqual(demonstration);
});

it("says as a demonstration what it is told, and stops when it is left", async () => {
  const session = host.open(await shipped("demo-echo"), facts, noTools);
  const ask = (content: string) => ({
    ...{ sub: "", body: { model: "m", stream: true, messages: [{ role: "user", content }] } },
  });
  const chunks = await Array.fromAsync(session.pipe(ask("Hello you"), never));
  const words = chunks.map((chunk) => JSON.stringify(chunk)).join();
  expect(words).toMatch(/"Hello"[\s\S]*" you"[\s\S]*"stop"/);
  for await (const first of session.pipe(ask("/slow 2000"), never)) {
    expect(first).toMatchObject({ choices: [{ delta: { content: "word-1" } }] });
    break;
  }
  session.close();
});

it("accepts every function that the documents show", async () => {
  const docs = new URL("../../../../docs/functions/", import.meta.url);
  const texts = await Promise.all(
    ["README.md", "reference.md", "moving-from-python.md"].map((file) =>
      readFile(new URL(file, docs), "utf8"),
    ),
  );
  const shown = texts.flatMap((text) => [...text.matchAll(/```ts\n([\s\S]*?)```/g)]);
  expect(shown.length).toBeGreaterThan(6);
  for (const [, source = ""] of shown) expect(await loaded(host, source)).toBeTruthy();
});

it("redacts, and restores what comes in pieces", async () => {
  const session = host.open(await shipped("redact"), facts, noTools);
  const body = { model: "m", messages: [{ role: "user", content: "I am a@b.example" }] };
  expect(await session.call("inlet", { body }, never)).toMatchObject({
    outcome: "value",
    value: { messages: [{ content: "I am [EMAIL_1]" }] },
  });
  const piece = (content: string, finish_reason: string | null = null) => ({
    choices: [{ index: 0, delta: { content }, finish_reason }],
  });
  const passed = await session.stream(
    [piece("Hello [EM"), piece("AIL_1]!"), piece("", "stop")],
    never,
  );
  expect(passed).toMatchObject([piece("Hello "), piece("a@b.example!"), piece("", "stop")]);
  session.close();
});

it("counts, and blocks with a sentence", async () => {
  const ask = async () => {
    const session = host.open(await shipped("rate-limit", { requests: 1 }), facts, noTools);
    const result = await session.call("inlet", { body: { model: "m", messages: [] } }, never);
    session.close();
    return result;
  };
  expect(await ask()).toEqual({ outcome: "nothing" });
  expect(await ask()).toEqual({
    outcome: "blocked",
    message: "You have asked 1 question in 1 hour. You can ask again in 1 hour.",
  });
});
