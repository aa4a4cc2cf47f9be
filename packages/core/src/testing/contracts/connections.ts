import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConnectionRepository, NewConnection } from "../../ports/connections.ts";

export type MakeConnections = () => Promise<{
  connections: ConnectionRepository;
  close(): Promise<void>;
}>;

const example: NewConnection = {
  kind: "openai",
  name: "Example",
  baseUrl: "https://example.org/v1",
  apiKey: "sk-example",
  enabled: true,
  prefix: null,
  seed: null,
};

/** The promises of `ConnectionRepository`; every implementation runs this. */
export function describeConnectionRepository(name: string, make: MakeConnections): void {
  describe(`ConnectionRepository: ${name}`, () => {
    let open: Awaited<ReturnType<MakeConnections>> | undefined;
    const repository = (): ConnectionRepository => {
      if (open === undefined) throw new Error("the repository opens before the first test");
      return open.connections;
    };
    beforeAll(async () => {
      open = await make();
    });
    afterAll(async () => {
      await open?.close();
    });

    it("gives back what was created, and lists it in order of creation", async () => {
      const connections = repository();
      const one = await connections.create(example);
      const two = await connections.create({ ...example, kind: "ollama", apiKey: null });
      expect(one).toMatchObject(example);
      expect(await connections.find(one.id)).toEqual(one);
      const listed = await connections.list();
      expect(listed.filter(({ id }) => id === one.id || id === two.id)).toEqual([one, two]);
      expect(await connections.find("gone")).toBeNull();
    });

    it.each([
      ["keeps the key when another field changes", { name: "New" }, "sk-example"],
      ["keeps the key when the address stays", { baseUrl: example.baseUrl }, "sk-example"],
      ["drops the key when the address changes", { baseUrl: "https://evil.example" }, null],
      ["takes a new key with a new address", { baseUrl: "http://b", apiKey: "sk-b" }, "sk-b"],
      ["removes the key with null", { apiKey: null }, null],
    ])("%s", async (_, patch, apiKey) => {
      const connections = repository();
      const { id } = await connections.create(example);
      const updated = await connections.update(id, patch);
      expect(updated).toMatchObject({ ...example, ...patch, apiKey });
      expect(await connections.find(id)).toEqual(updated);
    });

    it("keeps weight and policy, which are 1 and closed unless they are given", async () => {
      const connections = repository();
      const plain = await connections.create(example);
      expect(plain).toMatchObject({ weight: 1, whenFilterFails: "closed" });
      const given = { weight: 0.25, whenFilterFails: "open" } as const;
      expect(await connections.create({ ...example, ...given })).toMatchObject(given);
      const updated = await connections.update(plain.id, { ...given, weight: 0 });
      expect(updated).toEqual({ ...plain, ...given, weight: 0 });
      expect(await connections.find(plain.id)).toEqual(updated);
    });

    it("updates and removes only what is there", async () => {
      const connections = repository();
      const { id } = await connections.create(example);
      expect(await connections.remove(id)).toBe(true);
      expect(await connections.remove(id)).toBe(false);
      expect(await connections.update(id, { name: "x" })).toBeNull();
    });

    it("creates a seed once, also when it is removed or seeded many times at once", async () => {
      const connections = repository();
      const seed = { ...example, seed: "OPENAI_BASE_URLS https://example.org" };
      const made = await Promise.all(Array.from({ length: 5 }, () => connections.seed(seed)));
      const created = made.filter((connection) => connection !== null);
      expect(created).toHaveLength(1);
      expect(created[0]?.seed).toBe(seed.seed);
      await connections.remove(created[0]?.id ?? "");
      expect(await connections.seed(seed)).toBeNull();
    });
  });
}
