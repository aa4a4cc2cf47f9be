import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  FunctionManifest,
  FunctionRepository,
  FunctionStorage,
} from "../../ports/functions.ts";

export type FunctionsUnderTest = {
  functions: FunctionRepository;
  functionStorage: FunctionStorage;
  /** A person; returns their id. */
  addUser(): Promise<string>;
  close(): Promise<void>;
};
export type MakeFunctions = (now: () => number) => Promise<FunctionsUnderTest>;

const manifest: FunctionManifest = {
  ...{ kind: "filter", name: "Redact", version: "1.0.0", description: "Hides things." },
  ...{ icon: null, author: "Ada" },
  permissions: { fetch: ["example.org"], models: ["*"], storage: true },
  valves: { type: "object", properties: { word: { type: "string" } } },
  userValves: null,
  options: [],
  hooks: { inlet: ["body", "valves"], stream: ["event"] },
  ...{ priority: 1, toggle: false, whenItFails: "closed", tasks: false },
  actions: [{ id: "one", name: "One", icon: null }],
  pipes: [{ id: "a", name: "A", description: "The first." }],
};

const example = {
  ...{ id: "redact", enabled: false, global: true, source: "export default 1", manifest },
  ...{ valves: { word: "secret" }, file: "redact.ts", shipped: null },
};

/** The promises of `FunctionRepository` and `FunctionStorage`; every implementation runs this. */
export function describeFunctionRepository(name: string, make: MakeFunctions): void {
  describe(`FunctionRepository: ${name}`, () => {
    let open: FunctionsUnderTest | undefined;
    let time = 1_700_000_000_000;
    const parts = (): FunctionsUnderTest => {
      if (open === undefined) throw new Error("the repository opens before the first test");
      return open;
    };
    beforeAll(async () => {
      open = await make(() => {
        time += 1;
        return time;
      });
    });
    afterAll(async () => {
      await open?.close();
    });

    let made = 0;
    async function added(change: Partial<typeof example> = {}) {
      made += 1;
      const created = await parts().functions.create(
        { ...example, id: `fn-${made}`, ...change },
        "Root",
      );
      if (created === null) throw new Error("the id is taken");
      return created;
    }

    it("gives back what was created, as version 1, and lists by id", async () => {
      const { functions } = parts();
      const two = await added({ id: "zz-last" });
      const one = await added({ id: "aa-first" });
      expect(one).toMatchObject({ ...example, id: "aa-first", version: 1 });
      expect(await functions.find("aa-first")).toEqual(one);
      const ids = (await functions.list()).map(({ id }) => id);
      expect(ids.indexOf(one.id)).toBeLessThan(ids.indexOf(two.id));
      expect(ids).toEqual(ids.toSorted());
      expect(await functions.find("gone")).toBeNull();
    });

    it("keeps valves in the order in which their author named them", async () => {
      const properties = { sentence: {}, a: {}, longest_name: {}, id: {} };
      const valves = { type: "object", properties };
      const { id } = await added({ manifest: { ...manifest, valves } });
      const found = await parts().functions.find(id);
      expect(JSON.stringify(found?.manifest.valves)).toBe(JSON.stringify(valves));
    });

    it("makes an id once, also when many ask at once", async () => {
      const tries = Array.from({ length: 5 }, () =>
        parts().functions.create({ ...example, id: "raced" }, null),
      );
      expect((await Promise.all(tries)).filter((fn) => fn !== null)).toHaveLength(1);
      expect(await parts().functions.versions("raced")).toHaveLength(1);
    });

    it("makes a version of another source, and none of the same", async () => {
      const { functions } = parts();
      const { id } = await added();
      const next = { source: "export default 2", manifest: { ...manifest, name: "Hide" } };
      expect(await functions.save(id, next, "Ada")).toMatchObject({ ...next, version: 2 });
      expect(await functions.save(id, next, "Bob")).toMatchObject({ version: 2 });
      expect(await functions.versions(id)).toMatchObject([
        { version: 2, source: next.source, savedBy: "Ada" },
        { version: 1, source: example.source, savedBy: "Root" },
      ]);
      expect(await functions.save("gone", next, null)).toBeNull();
    });

    it("numbers versions one after the other when several save at once", async () => {
      const { functions } = parts();
      const { id } = await added();
      const save = (number: number) =>
        functions.save(id, { source: `export default ${number}`, manifest }, null);
      await Promise.all([2, 3, 4, 5].map(save));
      const versions = (await functions.versions(id)).map(({ version }) => version);
      expect(versions).toEqual([5, 4, 3, 2, 1]);
      const current = await functions.find(id);
      expect((await functions.versions(id))[0]?.source).toBe(current?.source);
    });

    it("changes the keys given and keeps the others", async () => {
      const { functions } = parts();
      const before = await added();
      const on = await functions.change(before.id, { enabled: true, valves: { word: "other" } });
      expect(on).toMatchObject({
        ...before,
        enabled: true,
        valves: { word: "other" },
        updatedAt: expect.any(Number),
      });
      const off = await functions.change(before.id, { enabled: false, global: false, file: null });
      expect(off).toMatchObject({
        enabled: false,
        global: false,
        file: null,
        valves: { word: "other" },
      });
      expect(await functions.change(before.id, { valves: {} })).toMatchObject({ valves: {} });
      expect(await functions.change("gone", { enabled: true })).toBeNull();
    });

    it("keeps each person's valves apart, and forgets them with the function", async () => {
      const { functions, addUser } = parts();
      const [ada, bob] = [await addUser(), await addUser()];
      const { id } = await added();
      expect(await functions.userValves(id, ada)).toEqual({});
      await functions.setUserValves(id, ada, { tone: "dry" });
      await functions.setUserValves(id, ada, { tone: "kind" });
      expect(await functions.userValves(id, ada)).toEqual({ tone: "kind" });
      expect(await functions.userValves(id, bob)).toEqual({});
      expect(await functions.remove(id)).toBe(true);
      expect(await functions.remove(id)).toBe(false);
      await added({ id });
      expect(await functions.userValves(id, ada)).toEqual({});
      expect(await functions.versions(id)).toHaveLength(1);
    });

    it("lets two who change valves at once both win", async () => {
      const { functions, addUser } = parts();
      const ada = await addUser();
      const { id, valves: first } = await added();
      const keys = ["a", "b", "c", "d"];
      await Promise.all(
        keys.map((key) => functions.changeValves(id, ({ valves }) => ({ ...valves, [key]: key }))),
      );
      const all = { a: "a", b: "b", c: "c", d: "d" };
      expect((await functions.find(id))?.valves).toEqual({ ...first, ...all });
      await Promise.all(
        keys.map((key) =>
          functions.changeUserValves(id, ada, (before) => ({ ...before, [key]: key })),
        ),
      );
      expect(await functions.userValves(id, ada)).toEqual(all);
      expect(await functions.changeValves("gone", () => ({}))).toBeNull();
      const refused = functions.changeValves(id, () => {
        throw new Error("no");
      });
      await expect(refused).rejects.toThrow("no");
    });

    it("keeps what a function stores apart from what others store", async () => {
      const { functionStorage: storage } = parts();
      const [{ id: one }, { id: other }] = [await added(), await added()];
      expect(await storage.get(one, "k")).toBeUndefined();
      await storage.set(one, "k", { a: [1, null] });
      await storage.set(one, "k2", "x");
      expect(await storage.get(one, "k")).toEqual({ a: [1, null] });
      expect(await storage.get(other, "k")).toBeUndefined();
      expect(await storage.keys(one, "k")).toEqual(["k", "k2"]);
      expect(await storage.keys(one, "%")).toEqual([]);
      await storage.delete(one, "k");
      expect(await storage.keys(one, "")).toEqual(["k2"]);
    });

    it("adds to a number atomically, from 0, and to nothing else", async () => {
      const { functionStorage: storage } = parts();
      const { id } = await added();
      await Promise.all(Array.from({ length: 20 }, () => storage.add(id, "n", 1)));
      expect(await storage.add(id, "n", -0.5)).toBe(19.5);
      expect(await storage.get(id, "n")).toBe(19.5);
      await storage.set(id, "text", "x");
      await expect(storage.add(id, "text", 1)).rejects.toMatchObject({ code: "invalid_request" });
      expect(await storage.get(id, "text")).toBe("x");
    });

    it("says how much each function keeps", async () => {
      const { functionStorage: storage } = parts();
      const [{ id: one }, { id: other }] = [await added(), await added()];
      expect(await storage.size(one)).toEqual({ keys: 0, bytes: 0 });
      // A text in which nothing comes back soon can't be packed into less.
      const codes = Array.from({ length: 10_000 }, (_, at) => 0x4e00 + ((at * 7919) % 20_000));
      const value = String.fromCodePoint(...codes);
      await storage.set(one, "a", value);
      await storage.set(one, "b", 1);
      const { keys, bytes } = await storage.size(one);
      expect(keys).toBe(2);
      expect(bytes).toBeGreaterThan(9_000);
      expect(bytes).toBeLessThan(40_000);
      expect(await storage.size(other)).toEqual({ keys: 0, bytes: 0 });
    });

    it("keeps nothing for a function that is not there", async () => {
      const { functionStorage: storage } = parts();
      await expect(storage.set("gone", "k", 1)).rejects.toMatchObject({ code: "invalid_request" });
      await expect(storage.add("gone", "k", 1)).rejects.toMatchObject({ code: "invalid_request" });
    });
  });
}
