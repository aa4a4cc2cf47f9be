import { filter, type Plugin } from "@parley/e2e/pipelines-server";
import { describe, expect, it } from "vitest";
import { ada, pipelinesWorld, root } from "../testing/pipelines-world.ts";

const pipe = () => "";
const zoo: Plugin = {
  ...{ type: "manifold", id: "zoo", name: "Zoo ", pipe },
  pipelines: [
    { id: "ape", name: "Ape" },
    { id: "bee", name: "Bee" },
  ],
  valves: { hours: 8 },
  spec: { properties: { hours: { type: "integer", default: 8 } } },
};
const poet: Plugin = { type: "pipe", id: "poet", name: "Poet", pipe };

describe("what an admin does with pipelines servers", () => {
  it("lists filters as they are asked, then pipes", async () => {
    const world = await pipelinesWorld([poet, filter("late", { priority: 3 }), filter("early")]);
    expect(world.admin.list(root)).toEqual([
      {
        connectionId: "pipelines",
        name: "Test",
        whenFilterFails: "closed",
        available: true,
        reason: null,
        pipelines: [
          {
            ...{ id: "early", name: "early", type: "filter", targets: ["*"], priority: 0 },
            valvesId: "early",
          },
          {
            ...{ id: "late", name: "late", type: "filter", targets: ["*"], priority: 3 },
            valvesId: "late",
          },
          {
            ...{ id: "poet", name: "Poet", type: "pipe", targets: [], priority: 0 },
            valvesId: null,
          },
        ],
      },
    ]);
  });

  it("gives the models of a manifold the valves of the manifold", async () => {
    const world = await pipelinesWorld([zoo]);
    const [server] = world.admin.list(root);
    expect(server?.pipelines.map(({ valvesId }) => valvesId)).toEqual(["zoo", "zoo"]);
    const of = { connectionId: "pipelines", id: "zoo" };
    expect((await world.admin.valves(root, of)).values).toEqual({ hours: 8 });
  });

  it("writes valves, and what they change counts at once", async () => {
    const world = await pipelinesWorld([filter("mark")]);
    const of = { connectionId: "pipelines", id: "mark" };
    const { values, spec } = await world.admin.valves(root, of);
    expect(values).toEqual({ pipelines: ["*"], priority: 0 });
    expect(spec).toHaveProperty("properties.pipelines.type", "array");
    await world.admin.setValves(root, of, { ...values, pipelines: ["large"] });
    expect(world.admin.list(root)[0]?.pipelines[0]?.targets).toEqual(["large"]);
    await world.open("hi");
    expect(world.server.calls).toEqual([]);
  });

  it("is for admins alone, and for what is there", async () => {
    const world = await pipelinesWorld([poet]);
    const of = { connectionId: "pipelines", id: "poet" };
    expect(() => world.admin.list(ada)).toThrow("Only an admin");
    await expect(world.admin.valves(ada, of)).rejects.toThrow("Only an admin");
    await expect(world.admin.setValves(ada, of, {})).rejects.toThrow("Only an admin");
    await expect(world.admin.valves(root, of)).rejects.toMatchObject({ code: "not_found" });
  });
});
