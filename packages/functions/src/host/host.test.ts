import { afterAll, describe, expect, it } from "vitest";
import { facts, filterSource, loaded, never, newHost, noTools } from "../testing/host-world.ts";

const host = newHost();
afterAll(() => host.close());

describe("createFunctionHost", () => {
  it("says which runtime functions run in", async () => {
    expect(await host.ready).toMatchObject({
      available: true,
      runtime: expect.stringMatching(/^Deno 2\./),
    });
  });

  it("gives an inlet what it names, and gives back what it returns", async () => {
    const fn = await loaded(
      host,
      filterSource("inlet({ body, user }) { return { ...body, by: user.name } }"),
    );
    const session = host.open(fn, facts, noTools);
    const result = await session.call("inlet", { body: { model: "m", messages: [] } }, never);
    session.close();
    expect(result).toEqual({
      outcome: "value",
      value: { model: "m", messages: [], by: "Ada" },
    });
  });
});
