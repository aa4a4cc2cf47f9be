import { describe, expect, it } from "vitest";
import { signedUp, useIdentity } from "./testing/identity.ts";

const test = useIdentity();
const forever = { name: "laptop", expiresInDays: null };
const missing = { code: "not_found" };

function bearer(key: string): Headers {
  return new Headers({ authorization: `Bearer ${key}` });
}

async function withKey(
  name = "Ada",
  options: { name: string; expiresInDays: number | null } = forever,
) {
  const person = await signedUp(test, name);
  return { ...person, ...(await test.identity.keys.create(person.userId, options)) };
}

describe("an API key", () => {
  it("stands for its owner", async () => {
    const { key, userId } = await withKey();
    expect(await test.identity.principal(bearer(key))).toEqual({
      userId,
      name: "Ada",
      email: "ada@example.org",
      role: "admin",
      via: "api-key",
    });
  });

  it("is shown once and stored as a hash", async () => {
    const { key, userId } = await withKey();
    expect(key).toMatch(/^parley_[A-Za-z]{64}$/);
    const rows = JSON.stringify(await test.prisma.apikey.findMany());
    expect(rows).not.toContain(key);
    const list = await test.identity.keys.list(userId);
    expect(JSON.stringify(list)).not.toContain(key);
    expect(list).toMatchObject([
      { name: "laptop", start: key.slice(0, 11), expiresAt: null, lastUsedAt: null },
    ]);
  });

  it("ends on its day", async () => {
    const { key, id } = await withKey("Ada", { name: "week", expiresInDays: 7 });
    const row = await test.prisma.apikey.findUniqueOrThrow({ where: { id } });
    expect(Math.abs((row.expiresAt?.getTime() ?? 0) - Date.now() - 7 * 86_400_000)).toBeLessThan(
      60_000,
    );
    await test.prisma.apikey.update({
      where: { id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect(await test.identity.principal(bearer(key))).toBeNull();
  });

  it("is not believed beyond its end, however long answers are remembered", async () => {
    const slow = test.another({ apiKeyCacheMs: 3_600_000 });
    const { key, id } = await withKey();
    const end = Date.now() + 300;
    await test.prisma.apikey.update({ where: { id }, data: { expiresAt: new Date(end) } });
    expect(await slow.principal(bearer(key))).not.toBeNull();
    await expect
      .poll(() => slow.principal(bearer(key)), { timeout: 5000, interval: 20 })
      .toBeNull();
    expect(Date.now()).toBeGreaterThanOrEqual(end);
  });

  it.each([
    ["it is revoked", async (userId: string, id: string) => test.identity.keys.revoke(userId, id)],
    ["its owner is removed", async (userId: string) => test.identity.people.remove(userId)],
  ])("is refused at once when %s", async (_what, end) => {
    await signedUp(test, "Root");
    const { key, id, userId } = await withKey();
    expect(await test.identity.principal(bearer(key))).not.toBeNull();
    await end(userId, id);
    expect(test.identity.cachedPrincipal(`Bearer ${key}`)).toBeUndefined();
    expect(await test.identity.principal(bearer(key))).toBeNull();
  });

  it("has the owner's new role and name at once", async () => {
    await signedUp(test, "Root");
    const { key, userId, browser } = await withKey();
    expect(await test.identity.principal(bearer(key))).toMatchObject({ role: "pending" });
    await test.identity.people.setRole(userId, "user");
    expect(await test.identity.principal(bearer(key))).toMatchObject({ role: "user" });
    await test.identity.people.setRole(userId, "pending");
    expect(await test.identity.principal(bearer(key))).toMatchObject({ role: "pending" });
    await browser.signIn("Ada");
    await browser.post("/update-user", { name: "Ada L." });
    expect(await test.identity.principal(bearer(key))).toMatchObject({ name: "Ada L." });
  });

  it("is refused within the time of the cache when another process revoked it", async () => {
    const other = test.another({ apiKeyCacheMs: 200 });
    const { key, id, userId } = await withKey();
    expect(await other.principal(bearer(key))).not.toBeNull();
    await test.identity.keys.revoke(userId, id);
    await expect
      .poll(() => other.principal(bearer(key)), { timeout: 1000, interval: 20 })
      .toBeNull();
  });

  it("leaves a trace of its last use, once", async () => {
    const quick = test.another({ lastUsedDelayMs: 1 });
    const { key, userId } = await withKey();
    for (let use = 0; use < 5; use += 1) await quick.principal(bearer(key));
    await quick.close();
    const [view] = await test.identity.keys.list(userId);
    expect(Math.abs((view?.lastUsedAt ?? 0) - Date.now())).toBeLessThan(60_000);
  });
});

describe("cachedPrincipal", () => {
  it("knows a key after it was verified, and answers without waiting", async () => {
    const { key, userId } = await withKey();
    expect(test.identity.cachedPrincipal(`Bearer ${key}`)).toBeUndefined();
    await test.identity.principal(bearer(key));
    expect(test.identity.cachedPrincipal(`Bearer ${key}`)).toMatchObject({ userId });
  });

  it("refuses what can't be a key, and leaves the rest to principal", () => {
    expect(test.identity.cachedPrincipal("Bearer nonsense")).toBeNull();
    expect(test.identity.cachedPrincipal("Basic YTpi")).toBeUndefined();
  });
});

describe("credentials", () => {
  /** Every way somebody may try to pass a key, and whether it is one. */
  it.each<[string, (key: string) => Record<string, string>, boolean]>([
    ["as a bearer", (key) => ({ authorization: `Bearer ${key}` }), true],
    ["as a bearer in small letters", (key) => ({ authorization: `bearer ${key}` }), true],
    ["twice", (key) => ({ authorization: `Bearer ${key}, Bearer ${key}` }), false],
    ["after a wrong one", (key) => ({ authorization: `Bearer x, Bearer ${key}` }), false],
    ["without the scheme", (key) => ({ authorization: key }), false],
    ["with another scheme", (key) => ({ authorization: `Basic ${btoa(`:${key}`)}` }), false],
    ["as x-api-key", (key) => ({ "x-api-key": key }), false],
    ["as api-key", (key) => ({ "api-key": key }), false],
    ["as a session cookie", (key) => ({ cookie: `parley.session_token=${key}` }), false],
    ["as another cookie", (key) => ({ cookie: `token=${key}` }), false],
    ["as a proxy's credential", (key) => ({ "proxy-authorization": `Bearer ${key}` }), false],
    ["as a socket's protocol", (key) => ({ "sec-websocket-protocol": key }), false],
    ["cut short", (key) => ({ authorization: `Bearer ${key.slice(0, -1)}` }), false],
    ["in other letters", (key) => ({ authorization: `Bearer ${key.toUpperCase()}` }), false],
    ["with an injection behind", (key) => ({ authorization: `Bearer ${key}' OR 1=1 --` }), false],
  ])("a key %s counts as it should", async (_what, headers, counts) => {
    const { key } = await withKey();
    const principal = await test.identity.principal(new Headers(headers(key)));
    expect(principal !== null).toBe(counts);
  });

  it.each([
    ["an injection", "' OR 1=1"],
    ["a megabyte", "a".repeat(1_000_000)],
    ["spaces", "   "],
    ["a well-formed stranger", `parley_${"a".repeat(64)}`],
  ])("refuses %s and writes nothing", async (_what, key) => {
    const { id } = await withKey();
    const before = await test.prisma.apikey.findMany();
    expect(await test.identity.principal(bearer(key))).toBeNull();
    expect(await test.prisma.apikey.findMany()).toEqual(before);
    expect(before.map((row) => row.id)).toEqual([id]);
    expect(test.errors).toEqual([]);
  });

  it("refuses an expired key and leaves its row alone", async () => {
    const { key, id } = await withKey();
    await test.prisma.apikey.update({ where: { id }, data: { expiresAt: new Date(0) } });
    const before = await test.prisma.apikey.findMany();
    expect(await test.identity.principal(bearer(key))).toBeNull();
    expect(await test.prisma.apikey.findMany()).toEqual(before);
  });

  it("a wrong bearer is not made good by a cookie", async () => {
    const { browser } = await signedUp(test, "Ada");
    const headers = browser.headers;
    headers.set("authorization", "Bearer nonsense");
    expect(await test.identity.principal(headers)).toBeNull();
  });

  it("a proxy's own password leaves the cookie its right", async () => {
    const { browser } = await signedUp(test, "Ada");
    const headers = browser.headers;
    headers.set("authorization", "Basic YTpi");
    expect(await test.identity.principal(headers)).not.toBeNull();
  });
});

describe("keys", () => {
  it("of others look like none", async () => {
    const ada = await withKey("Ada");
    const bob = await withKey("Bob");
    expect(await test.identity.keys.list(bob.userId)).toHaveLength(1);
    await expect(test.identity.keys.revoke(bob.userId, ada.id)).rejects.toMatchObject(missing);
    await expect(test.identity.keys.revoke(bob.userId, "none")).rejects.toMatchObject(missing);
    expect(await test.identity.principal(bearer(ada.key))).not.toBeNull();
    expect(test.changes).toEqual([]);
  });

  it("tell when one is revoked", async () => {
    const { userId, id } = await withKey();
    await test.identity.keys.revoke(userId, id);
    expect(test.changes).toEqual([{ userId, change: "key-revoked" }]);
    expect(await test.identity.keys.list(userId)).toEqual([]);
  });

  it.each([
    [{ name: "", expiresInDays: null }, "name"],
    [{ name: " ", expiresInDays: null }, "name"],
    [{ name: "x".repeat(101), expiresInDays: null }, "name"],
    [{ name: "a\0b", expiresInDays: null }, "name"],
    [{ name: "a", expiresInDays: 0 }, "expiresInDays"],
    [{ name: "a", expiresInDays: -1 }, "expiresInDays"],
    [{ name: "a", expiresInDays: 1.5 }, "expiresInDays"],
    [{ name: "a", expiresInDays: 3651 }, "expiresInDays"],
    [{ name: "a", expiresInDays: Number.NaN }, "expiresInDays"],
  ])("are not made from %j", async (options, param) => {
    const { userId } = await signedUp(test, "Ada");
    await expect(test.identity.keys.create(userId, options)).rejects.toMatchObject({
      code: "invalid_request",
      param,
    });
    expect(await test.prisma.apikey.count()).toBe(0);
  });
});
