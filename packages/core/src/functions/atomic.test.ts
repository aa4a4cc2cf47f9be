import { describe, expect, it } from "vitest";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";
import { MemberFunctions } from "./member-functions.ts";

const root = { ...ada, userId: "root", name: "Root", role: "admin" as const };
const secret = { type: "string", input: { secret: true } };
const schema = { type: "object", properties: { one: secret, other: secret } };

describe("two who write at once", () => {
  it("both switch their filter in a chat", async () => {
    const world = await turnsWorld();
    await world.turns.send(ada, question);
    await Promise.all([
      world.service.setFilters(ada, "c", { one: true }),
      world.service.setFilters(ada, "c", { other: false }),
    ]);
    const { metadata } = await world.service.requireOwn(ada, "c");
    expect(metadata.filters).toEqual({ one: true, other: false });
  });

  it("both set their secret among valves", async () => {
    const { functions, host, stored } = await turnsWorld();
    host.define("f", { manifest: { name: "F", valves: schema }, inlet: () => undefined });
    await functions.create(root, { source: "f" });
    await Promise.all([
      functions.setValves(root, "f", { one: "1" }),
      functions.setValves(root, "f", { other: "2" }),
    ]);
    expect((await stored.functions.find("f"))?.valves).toEqual({ one: "1", other: "2" });
  });

  it("both set their secret among a person's valves", async () => {
    const world = await turnsWorld();
    await world.install("f", { manifest: { userValves: schema }, inlet: () => undefined });
    const members = new MemberFunctions({ ...world, functions: world.stored.functions });
    await Promise.all([
      members.setUserValves(ada, "f", { one: "1" }),
      members.setUserValves(ada, "f", { other: "2" }),
    ]);
    const values = await world.stored.functions.userValves("f", ada.userId);
    expect(values).toEqual({ one: "1", other: "2" });
  });
});
