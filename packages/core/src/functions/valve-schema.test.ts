import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type JsonObject, jsonObject } from "../json.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";
import { shownValves } from "./valves.ts";

const root = { ...ada, userId: "root", name: "Root", role: "admin" as const };
const unusual: JsonObject = {
  type: "object",
  properties: { a: { type: "string", not: { type: "number" } } },
};
const secret = () => z.string().meta({ input: { secret: true } });
const schemaOf = (schema: z.ZodType) =>
  jsonObject.parse(JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: "input" }))));

describe("valves with a schema that Parley can't check", () => {
  it.each(["valves", "userValves"])("are refused before they are stored: %s", async (key) => {
    const { functions, host } = await turnsWorld();
    host.define("good", { manifest: { name: "F" }, inlet: () => undefined });
    host.define("bad", { manifest: { name: "F", [key]: unusual }, inlet: () => undefined });
    const refused = { code: "invalid_request", message: expect.stringContaining("can't check") };
    await expect(functions.create(root, { source: "bad" })).rejects.toMatchObject(refused);
    await functions.create(root, { source: "good" });
    await expect(functions.save(root, { id: "f", source: "bad" })).rejects.toMatchObject(refused);
    await expect(functions.install("f", "bad", { file: "f.ts" })).rejects.toMatchObject(refused);
    const imported = [{ id: "g", source: "bad", global: false, valves: {} }];
    expect(await functions.import(root, imported)).toMatchObject({ failed: [{ id: "g" }] });
    expect(await functions.check(root, "bad")).toMatchObject({ ok: false });
    expect(await functions.list(root)).toHaveLength(1);
  });

  it.each([
    ["closed", "error"],
    ["open", "done"],
  ] as const)(
    "break their own function alone, which is never left out: %s",
    async (policy, status) => {
      const world = await turnsWorld();
      await world.settings.write({ titleGeneration: false });
      await world.install("bad", { manifest: { whenItFails: policy }, inlet: () => undefined });
      await world.install("good", { inlet: ({ body }) => ({ ...body, seen: 1 }) });
      const stored = await world.stored.functions.find("bad");
      if (stored === null) throw new Error("no function");
      const manifest = { ...stored.manifest, valves: unusual };
      await world.stored.functions.save("bad", { source: stored.source, manifest }, null);
      await world.registry.reload();
      expect(world.registry.find("good")).not.toBeNull();
      await world.turns.send(ada, question);
      if (status === "done") {
        const call = await world.upstream.called();
        expect(call.request.seen).toBe(1);
        await call.finish();
      }
      await world.clock.advance(100);
      const answer = await world.answer();
      expect(answer.status).toBe(status);
      if (status === "error") {
        expect(answer.metadata).toMatchObject({
          parley: { error: { code: "function_unavailable" } },
        });
      }
      const views = await world.functions.list(root);
      expect(views.find(({ id }) => id === "bad")?.problem).toContain("can't check");
    },
  );
});

describe("secrets among valves", () => {
  it.each([
    ["a text", z.object({ k: secret() })],
    ["optional", z.object({ k: secret().optional() })],
    ["with a default", z.object({ k: secret().default("") })],
    ["nullable", z.object({ k: secret().nullable() })],
    ["nullable with a default", z.object({ k: secret().nullable().default(null) })],
    [
      "noted on what is nullable",
      z.object({
        k: z
          .string()
          .nullable()
          .meta({ input: { secret: true } }),
      }),
    ],
  ])("are never shown: %s", async (name, schema) => {
    const { functions, host } = await turnsWorld();
    const valves = schemaOf(schema);
    expect(shownValves(valves, { k: "S" })).toMatchObject({ values: {}, secretsSet: ["k"] });
    host.define("one", { manifest: { name: "One", valves }, inlet: () => undefined });
    await functions.create(root, { source: "one" });
    expect(await functions.setValves(root, "one", { k: "S" })).toMatchObject({ values: {} });
    expect(await functions.setValves(root, "one", {})).toMatchObject({ secretsSet: ["k"] });
    const taken = functions.setValves(root, "one", { k: null });
    if (name === "a text") await expect(taken).rejects.toMatchObject({ param: "k" });
    else expect(await taken).toMatchObject({ secretsSet: [] });
  });

  const auth = z.object({ t: secret() }).meta({ id: "Auth" });
  it.each([
    ["a list", z.object({ k: z.array(secret()) })],
    ["a list of objects", z.object({ k: z.array(z.object({ t: secret() })) })],
    ["a record", z.object({ k: z.record(z.string(), secret()) })],
    ["a choice", z.object({ k: z.union([secret(), z.number()]) })],
    ["a number", z.object({ k: z.number().meta({ input: { secret: true } }) })],
    ["an object that may be null", z.object({ k: z.object({ t: secret() }).nullable() })],
    ["what two share", z.object({ a: auth, b: auth })],
    ["the whole", z.record(z.string(), secret())],
  ])("are refused where a form could not hide them: %s", async (_, schema) => {
    const { functions, host } = await turnsWorld();
    host.define("one", {
      ...{ manifest: { name: "One", valves: schemaOf(schema) }, inlet: () => undefined },
    });
    await expect(functions.create(root, { source: "one" })).rejects.toMatchObject({
      ...{ code: "invalid_request", message: expect.stringContaining("secret") },
    });
  });

  it("may be in an object", async () => {
    const { functions, host } = await turnsWorld();
    const valves = schemaOf(z.object({ auth: z.object({ t: secret() }) }));
    host.define("one", { manifest: { name: "One", valves }, inlet: () => undefined });
    await functions.create(root, { source: "one" });
    const shown = await functions.setValves(root, "one", { auth: { t: "S" } });
    expect(shown).toMatchObject({ values: { auth: {} }, secretsSet: ["auth.t"] });
  });
});
