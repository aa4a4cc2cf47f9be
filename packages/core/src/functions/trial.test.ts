import { expect, it } from "vitest";
import { jsonObject } from "../json.ts";
import type { FunctionLogLine } from "../ports/functions.ts";
import type { MemoryFunction } from "../testing/memory-host.ts";
import { ada, turnsWorld } from "../testing/turns-world.ts";
import { FunctionTrial, type TrialInput } from "./trial.ts";

const root = { ...ada, userId: "root", name: "Root", role: "admin" as const };

async function begin() {
  const world = await turnsWorld();
  const secret = { type: "string", input: { secret: true } };
  const valves = {
    type: "object",
    properties: {
      ...{ key: secret, kept: { type: "string" } },
      auth: { type: "object", properties: { token: secret } },
    },
  };
  const lines: ((line: FunctionLogLine) => void)[] = [];
  const telling: MemoryFunction = {
    manifest: { name: "Real", valves },
    inlet: async ({ valves, body, tools }) => {
      const { token = "" } = jsonObject.catch({}).parse(valves.auth);
      await tools.emit({ type: "status", data: { description: `with ${String(valves.key)}` } });
      for (const line of lines) line({ at: 1, level: "info", text: `token=${String(token)}` });
      return { ...body, got: valves };
    },
  };
  world.host.define("real", telling);
  world.host.define("thief", { ...telling, manifest: { name: "Thief", valves } });
  const { id } = await world.functions.create(root, { source: "real" });
  await world.functions.setValves(root, id, {
    ...{ key: "S3CRET", kept: "shown", auth: { token: "T0KEN" } },
  });
  const listen = (_: string, listener: (line: FunctionLogLine) => void) => {
    lines.push(listener);
    return () => undefined;
  };
  const trial = new FunctionTrial({
    ...world,
    host: Object.assign(world.host, { onLog: listen }),
    ...{ functions: world.stored.functions, newId: () => "Abc" },
  });
  const on: TrialInput["on"] = { kind: "sample", body: { model: "m", messages: [] } };
  return (input: Partial<TrialInput>) =>
    trial.run(root, { ...{ id, hook: "inlet", sub: "", on }, ...input });
}

it("gives another source than the stored one no stored secret", async () => {
  const run = await begin();
  const result = await run({ source: "thief" });
  expect(result.after).toMatchObject({ got: { kept: "shown" } });
  expect(JSON.stringify(result)).toContain("with undefined");
  const entered = await run({ source: "thief", valves: { key: "ENTERED" } });
  expect(entered.after).toMatchObject({ got: { key: expect.any(String) } });
  expect(entered.after).not.toHaveProperty("got.auth");
});

it("shows no secret that it gave: not in results, events or logs", async () => {
  const run = await begin();
  for (const input of [
    {},
    { valves: { kept: "other", auth: {} } },
    { source: "thief", valves: { key: "S3CRET" } },
  ]) {
    const result = await run(input);
    expect(JSON.stringify(result)).not.toMatch(/S3CRET|T0KEN/);
    expect(result.after).toMatchObject({ got: { key: "••••••" } });
    expect(result.events).toMatchObject([{ data: { description: "with ••••••" } }]);
  }
  expect((await run({})).logs).toMatchObject([{ text: "token=••••••" }]);
});
