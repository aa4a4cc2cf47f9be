import { expect, it } from "vitest";
import { ada, turnsWorld } from "../testing/turns-world.ts";

it("keeps no settings of a person that were read before they were written", async () => {
  const { registry, stored, install } = await turnsWorld();
  const userValves = { type: "object", properties: { tone: { type: "string" } } };
  await install("toned", { manifest: { userValves }, inlet: () => undefined });
  const fn = registry.find("toned");
  if (fn === null) throw new Error("no function");
  const gate = Promise.withResolvers<void>();
  const read = stored.functions.userValves;
  stored.functions.userValves = async (id, userId) => {
    const values = await read(id, userId);
    await gate.promise;
    return values;
  };
  const early = registry.userValves(fn, ada.userId);
  await Promise.resolve();
  await stored.functions.setUserValves("toned", ada.userId, { tone: "kind" });
  registry.forgetUserValves("toned", ada.userId);
  gate.resolve();
  await early;
  expect(await registry.userValves(fn, ada.userId)).toEqual({ tone: "kind" });
});
