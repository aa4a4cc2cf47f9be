import { beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "../identity.ts";
import { ada, everyone, person, registryWorld } from "../testing/registry-world.ts";

let world: Awaited<ReturnType<typeof registryWorld>>;
beforeEach(async () => {
  world = await registryWorld();
});

const notFound = { code: "model_not_found", status: 404, param: "model" };

describe("arenas", () => {
  const arena = (rules: object, change: object = {}) => ({
    ...{ kind: "arena", id: "arena", name: "Arena", grants: everyone, arena: rules },
    ...change,
  });

  it("pick among their members, and say among whom", async () => {
    await world.decide(arena({ modelIds: ["small", "large"] }));
    world.setPoint(0.6);
    const route = await world.route(ada, "arena");
    expect(route).toMatchObject({ requestedId: "arena", reveal: "after-rating" });
    expect(route.model.id).toBe("large");
    expect(route.arenas).toEqual([
      {
        arenaId: "arena",
        strategy: "uniform",
        candidates: ["small", "large"],
        passedOver: [],
        picked: "large",
      },
    ]);
  });

  it.each([
    { rule: "is gone", id: "ghost", change: {} },
    { rule: "is closed to the caller", id: "p", change: { grants: [] } },
    { rule: "stands on what is gone", id: "p", change: { baseModelId: "ghost" } },
  ])("that are blind don't name a pick that $rule when it should go on", async ({ id, change }) => {
    const preset = { kind: "preset", id: "p", name: "Secret", baseModelId: "small" };
    await world.decide(
      arena({ modelIds: ["p", "small"] }),
      arena({ modelIds: ["p", "small"], reveal: "at-once" }, { id: "open", name: "Open" }),
      { ...preset, grants: everyone, ...change },
    );
    const failure = await world.failure(ada, "arena", id);
    expect(failure).toMatchObject({ code: "upstream_unavailable" });
    expect(String(failure)).not.toMatch(/ghost|secret|"p"/i);
    expect(String(await world.failure(ada, "open", id))).toMatch(/ghost|secret|"p"/i);
  });

  it("exclude: all models but those named, and no arena", async () => {
    await world.decide(
      arena({ filterMode: "exclude", modelIds: ["small"] }),
      arena({ modelIds: ["small"] }, { id: "other", name: "Other" }),
      { kind: "upstream", id: "third", hidden: true },
    );
    const [hop] = (await world.route(ada, "arena")).arenas;
    expect(hop?.candidates).toEqual(["large"]);
    expect(hop?.passedOver).toEqual([{ modelId: "small", why: "excluded" }]);
  });

  it("excluding all is nobody, never everybody", async () => {
    const modelIds = ["small", "large", "third"];
    await world.decide(arena({ filterMode: "exclude", modelIds }));
    expect(await world.failure(ada, "arena")).toMatchObject({ code: "arena_empty", status: 503 });
  });

  it.each([
    { rule: "are not there", id: "ghost", why: "missing" },
    { rule: "are switched off", change: { enabled: false }, why: "unavailable" },
    { rule: "are not the caller's", change: { grants: [] }, why: "not-allowed" },
    {
      rule: "stand on what is not the caller's",
      change: { baseModelId: "large" },
      why: "not-allowed",
    },
    { rule: "stand on what is gone", change: { baseModelId: "ghost" }, why: "unavailable" },
  ])("pass over members that $rule", async ({ id = "p", change = {}, why }) => {
    await world.decide(
      arena({ modelIds: [id, "small"] }),
      { kind: "upstream", id: "large", grants: [] },
      { kind: "preset", id: "p", name: "P", baseModelId: "small", grants: everyone, ...change },
    );
    const [hop] = (await world.route(ada, "arena")).arenas;
    expect(hop).toMatchObject({ candidates: ["small"], passedOver: [{ modelId: id, why }] });
  });

  it("who is eligible depends on who asks", async () => {
    await world.decide(arena({ modelIds: ["small", "large"] }), {
      kind: "upstream",
      id: "large",
      grants: [{ to: "user", id: "bob", permission: "read" }],
    });
    const names = async (who: Principal) => (await world.route(who, "arena")).arenas[0]?.candidates;
    expect(await names(ada)).toEqual(["small"]);
    expect(await names(person("bob"))).toEqual(["small", "large"]);
  });

  it("none left is a clear error, and the list says so", async () => {
    await world.decide(arena({ modelIds: ["ghost"] }));
    expect(await world.failure(ada, "arena")).toMatchObject({
      code: "arena_empty",
      message: expect.stringContaining("None of the models of Arena can answer you"),
    });
    expect(world.models.list(ada).find(({ id }) => id === "arena")).toMatchObject({
      available: false,
      ownedBy: "arena",
    });
  });

  it("need a grant of their own", async () => {
    await world.decide(arena({ modelIds: ["small"] }, { grants: [] }));
    expect(await world.failure(ada, "arena")).toMatchObject(notFound);
  });

  it("keep to a pick that was made before, without a roll", async () => {
    await world.decide(arena({ modelIds: ["small", "large"] }));
    const route = await world.route(ada, "arena", "large");
    expect(route).toMatchObject({ arenas: [], reveal: "after-rating" });
    expect(route.model.id).toBe("large");
  });

  it("check a pick that was made before for whoever asks now", async () => {
    await world.decide(arena({ modelIds: ["small"], reveal: "at-once" }), {
      kind: "upstream",
      id: "large",
      grants: [],
    });
    await expect(world.route(ada, "arena", "large")).rejects.toMatchObject(notFound);
  });

  describe("inside arenas", () => {
    const inner = arena({ modelIds: ["large"], reveal: "never" }, { id: "inner", name: "Inner" });

    it("are passed over unless that is meant", async () => {
      await world.decide(arena({ modelIds: ["inner", "small"] }), inner);
      const [hop] = (await world.route(ada, "arena")).arenas;
      expect(hop).toMatchObject({
        candidates: ["small"],
        passedOver: [{ modelId: "inner", why: "arena" }],
      });
    });

    it("resolve to one final pick, list the way there, and tell as little as the strictest", async () => {
      await world.decide(arena({ modelIds: ["inner"], nested: true, reveal: "at-once" }), inner);
      const route = await world.route(ada, "arena");
      expect(route.arenas.map(({ arenaId, picked }) => [arenaId, picked])).toEqual([
        ["arena", "inner"],
        ["inner", "large"],
      ]);
      expect(route).toMatchObject({ reveal: "never", model: { id: "large" } });
    });

    it("never go round in circles", async () => {
      await world.decide(
        arena({ modelIds: ["inner", "arena"], nested: true }),
        arena({ modelIds: ["arena", "small"], nested: true }, { id: "inner", name: "Inner" }),
      );
      expect((await world.route(ada, "arena")).model.id).toBe("small");
    });

    it("are passed over when they have nobody to choose", async () => {
      await world.decide(
        arena({ modelIds: ["inner", "small"], nested: true }),
        arena({ modelIds: ["ghost"] }, { id: "inner", name: "Inner" }),
      );
      const [hop] = (await world.route(ada, "arena")).arenas;
      expect(hop?.passedOver).toEqual([{ modelId: "inner", why: "empty-arena" }]);
    });
  });
});
