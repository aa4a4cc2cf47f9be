import type { Principal } from "../identity.ts";
import { modelDefinition } from "../models/definition.ts";
import type { Connection } from "../ports/connections.ts";
import type { UpstreamModel } from "../ports/upstream.ts";
import { manualClock } from "./clock.ts";
import { engineWorld } from "./engine-world.ts";
import { scriptedConnection } from "./scripted-upstream.ts";

export const person = (userId: string, role: Principal["role"] = "user"): Principal => ({
  userId,
  name: userId,
  email: `${userId}@example.org`,
  role,
  via: "session",
});
export const ada = person("ada");
export const root = person("root", "admin");

export const everyone = [{ to: "everyone", permission: "read" }];

/** Two connections: "a" with three models, "b" with one of them too; nobody has decided anything. */
export async function registryWorld() {
  const clock = manualClock();
  const lists = new Map<string, () => Promise<UpstreamModel[]>>([
    ["a", async () => ["small", "large", "third"].map((id) => ({ id, name: id.toUpperCase() }))],
    ["b", async () => [{ id: "small", name: "Small of b" }]],
  ]);
  const connection = (id: string, change: Partial<Connection> = {}): Connection => ({
    ...scriptedConnection,
    id,
    name: id,
    baseUrl: `http://${id}.test`,
    ...change,
  });
  let point = 0;
  const world = engineWorld({
    clock,
    connections: [connection("a"), connection("b", { kind: "ollama" })],
    createUpstream: ({ id }) => ({
      listModels: () => lists.get(id)?.() ?? Promise.resolve([]),
      complete: () => Promise.reject(new Error("not asked here")),
      close: () => Promise.resolve(),
    }),
    people: ["ada", "bob", "root"],
    random: () => point,
  });
  await world.upstreams.reload();
  await clock.advance(0);
  const decide = async (...definitions: object[]) => {
    for (const one of definitions) {
      const { owner = null, ...definition } = { owner: null, ...one };
      await world.definitions.create(modelDefinition.parse(definition), owner);
    }
    await world.models.reload();
  };
  const route = (who: Principal, id: string, picked: string | null = null) =>
    world.models.route(who, id, picked);
  const failure = async (who: Principal, id: string, picked: string | null = null) => {
    const error: unknown = await route(who, id, picked).then(
      () => null,
      (caught: unknown) => caught,
    );
    return error;
  };
  const listed = (who: Principal) => world.models.list(who).map(({ id }) => id);
  const kill = async (id: string) => {
    lists.set(id, () => Promise.reject(new Error("down")));
    await world.upstreams.refresh(id);
  };
  const setPoint = (value: number) => {
    point = value;
  };
  return { ...world, decide, route, failure, listed, kill, setPoint };
}
