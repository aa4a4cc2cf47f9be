import { describe, expect, it } from "vitest";
import { KeyCache, type VerifiedKey } from "./key-cache.ts";

function verified(keyId: string, userId: string, until = 1000): VerifiedKey {
  return {
    keyId,
    until,
    principal: { userId, name: "Ada", email: "a@example.org", role: "user", via: "api-key" },
  };
}

describe("KeyCache", () => {
  it("remembers until the time is over", async () => {
    const cache = new KeyCache(10);
    await cache.verify("h", async () => verified("k", "u"));
    expect(cache.get("h", 999)?.keyId).toBe("k");
    expect(cache.get("h", 1000)).toBeUndefined();
  });

  it("does not remember what is nobody's", async () => {
    const cache = new KeyCache(10);
    expect(await cache.verify("h", async () => null)).toBeNull();
    expect(cache.get("h", 0)).toBeUndefined();
  });

  it("verifies once for all who ask at the same time", async () => {
    const cache = new KeyCache(10);
    let asked = 0;
    const ask = () => cache.verify("h", async () => verified(`k${++asked}`, "u"));
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map((answer) => answer?.keyId)).toEqual(["k1", "k1", "k1"]);
  });

  it("forgets a failed verification, so that the next one may succeed", async () => {
    const cache = new KeyCache(10);
    const broken = cache.verify("h", async () => {
      throw new Error("no database");
    });
    await expect(broken).rejects.toThrow("no database");
    expect(await cache.verify("h", async () => verified("k", "u"))).not.toBeNull();
  });

  it("drops all keys of a person and no other's", async () => {
    const cache = new KeyCache(10);
    await cache.verify("a1", async () => verified("k1", "ada"));
    await cache.verify("a2", async () => verified("k2", "ada"));
    await cache.verify("b1", async () => verified("k3", "bob"));
    cache.dropUser("ada");
    expect(["a1", "a2", "b1"].map((hash) => cache.get(hash, 0)?.keyId)).toEqual([
      undefined,
      undefined,
      "k3",
    ]);
  });

  it("neither keeps nor shares an answer that was on its way when the key was dropped", async () => {
    const cache = new KeyCache(10);
    const late = Promise.withResolvers<VerifiedKey | null>();
    const before = cache.verify("h", () => late.promise);
    cache.dropKey("k");
    const after = cache.verify("h", async () => null);
    late.resolve(verified("k", "u"));
    await before;
    expect(await after).toBeNull();
    expect(cache.get("h", 0)).toBeUndefined();
  });

  it("keeps at most as many as it may, the newest", async () => {
    const cache = new KeyCache(2);
    for (const name of ["a", "b", "c"]) await cache.verify(name, async () => verified(name, "u"));
    expect(["a", "b", "c"].map((hash) => cache.get(hash, 0)?.keyId)).toEqual([undefined, "b", "c"]);
  });
});
