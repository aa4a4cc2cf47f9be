import { describe, expect, it } from "vitest";
import { signedUp, useIdentity } from "./testing/identity.ts";

const test = useIdentity();

async function adminAnd(name: string) {
  const admin = await signedUp(test, "Root");
  return { admin, other: await signedUp(test, name) };
}

async function admins(): Promise<number> {
  return test.prisma.user.count({ where: { role: "admin" } });
}

describe("people", () => {
  it("are listed oldest first, with what an admin may know and no more", async () => {
    await adminAnd("Ada");
    const list = await test.identity.people.list();
    expect(list.map(({ name, role }) => [name, role])).toEqual([
      ["Root", "admin"],
      ["Ada", "pending"],
    ]);
    expect(Object.keys(list[0] ?? {}).toSorted()).toEqual([
      "createdAt",
      "email",
      "id",
      "lastSeenAt",
      "name",
      "role",
    ]);
  });

  it("are found by id", async () => {
    const { userId } = await signedUp(test, "Ada");
    expect(await test.identity.people.find(userId)).toEqual({
      id: userId,
      name: "Ada",
      email: "ada@example.org",
      role: "admin",
    });
    expect(await test.identity.people.find("nobody")).toBeNull();
  });

  it("with a role nobody knows have none", async () => {
    const { browser, userId } = await signedUp(test, "Ada");
    await test.prisma.user.update({ where: { id: userId }, data: { role: "owner" } });
    expect(await browser.principal()).toMatchObject({ role: "pending" });
  });
});

describe("setRole", () => {
  it("lets somebody in without signing them out", async () => {
    const { other } = await adminAnd("Ada");
    await test.identity.people.setRole(other.userId, "user");
    expect(await other.browser.principal()).toMatchObject({ role: "user" });
    expect(test.changes).toEqual([{ userId: other.userId, change: "promoted" }]);
  });

  it("ends the sessions of somebody it demotes, and says so", async () => {
    const { other } = await adminAnd("Ada");
    await test.identity.people.setRole(other.userId, "admin");
    test.changes.length = 0;
    await test.identity.people.setRole(other.userId, "user");
    expect(await other.browser.principal()).toBeNull();
    expect(test.changes).toEqual([{ userId: other.userId, change: "demoted" }]);
  });

  it("to the role somebody has changes nothing", async () => {
    const { other } = await adminAnd("Ada");
    await test.identity.people.setRole(other.userId, "pending");
    expect(await other.browser.principal()).not.toBeNull();
    expect(test.changes).toEqual([]);
  });

  it("does not know strangers", async () => {
    await expect(test.identity.people.setRole("nobody", "user")).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("remove", () => {
  it("takes the person away with sessions, password and keys, and says so", async () => {
    const { other } = await adminAnd("Ada");
    await test.identity.keys.create(other.userId, { name: "laptop", expiresInDays: null });
    await test.identity.people.remove(other.userId);
    expect(await other.browser.principal()).toBeNull();
    expect((await other.browser.signIn("Ada")).status).toBe(401);
    expect(await test.prisma.apikey.count()).toBe(0);
    expect(await test.prisma.account.count({ where: { userId: other.userId } })).toBe(0);
    expect(test.changes).toEqual([{ userId: other.userId, change: "removed" }]);
    await expect(test.identity.people.remove(other.userId)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the last admin", () => {
  it.each([
    ["demoted to user", (userId: string) => test.identity.people.setRole(userId, "user")],
    ["demoted to pending", (userId: string) => test.identity.people.setRole(userId, "pending")],
    ["removed", (userId: string) => test.identity.people.remove(userId)],
  ])("can't be %s", async (_what, act) => {
    const { admin } = await adminAnd("Ada");
    await expect(act(admin.userId)).rejects.toMatchObject({ code: "conflict" });
    expect(await admin.browser.principal()).toMatchObject({ role: "admin" });
    expect(test.changes).toEqual([]);
  });

  it.each(Array.from({ length: 10 }, (_, round) => round + 1))(
    "stays when all admins leave at once, by whatever way and in any process (round %i)",
    async () => {
      const other = test.another();
      const ids = [];
      for (const name of ["Ada", "Bob", "Cleo", "Dan"]) {
        const { id } = await test.prisma.user.create({
          data: { id: name, name, email: `${name}@example.org`, role: "admin" },
        });
        ids.push(id);
      }
      const results = await Promise.allSettled(
        ids.map((id, n) => {
          const people = n % 2 === 0 ? test.identity.people : other.people;
          return n < 2 ? people.setRole(id, "user") : people.remove(id);
        }),
      );
      expect(await admins()).toBe(1);
      expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
    },
  );
});
