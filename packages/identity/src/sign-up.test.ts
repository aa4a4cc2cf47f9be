import { describe, expect, it } from "vitest";
import { credentials, signedUp, TestBrowser, useIdentity } from "./testing/identity.ts";

const test = useIdentity();

function signUpTogether(names: string[]): Promise<Response[]> {
  // Nobody waits in line: the database alone has to decide.
  const identity = test.another({ signUpsAtOnce: names.length, signUpTimeoutMs: 120_000 });
  return Promise.all(names.map((name) => new TestBrowser(identity).signUp(name)));
}

describe("sign-up", () => {
  it("makes the first person admin and lets the next wait", async () => {
    const ada = await signedUp(test, "Ada");
    const bob = await signedUp(test, "Bob");
    expect(await ada.browser.principal()).toMatchObject({ role: "admin", via: "session" });
    expect(await bob.browser.principal()).toMatchObject({ role: "pending", name: "Bob" });
  });

  it("tells the first person at once that they are admin", async () => {
    const response = await new TestBrowser(test.identity).signUp("Ada");
    expect(await response.json()).toMatchObject({ user: { role: "admin" } });
  });

  it("lets people start at once when sign-up is open", async () => {
    await signedUp(test, "Ada");
    await test.settings.write({ signUp: "open" });
    const { browser } = await signedUp(test, "Bob");
    expect(await browser.principal()).toMatchObject({ role: "user" });
  });

  it.each(Array.from({ length: 3 }, (_, round) => round + 1))(
    "makes exactly one admin of 50 who sign up first at the same time (round %i)",
    { timeout: 180_000 },
    async () => {
      const responses = await signUpTogether(Array.from({ length: 50 }, (_, n) => `Person${n}`));
      expect(responses.map(({ status }) => status)).toEqual(Array(50).fill(200));
      const roles = (await test.identity.people.list()).map(({ role }) => role);
      expect(roles.toSorted()).toEqual(["admin", ...Array(49).fill("pending")]);
    },
  );

  it("makes exactly one admin across two processes on one database", async () => {
    const other = test.another();
    const names = Array.from({ length: 10 }, (_, n) => `Person${n}`);
    await Promise.all(
      names.map((name, n) => new TestBrowser(n % 2 === 0 ? test.identity : other).signUp(name)),
    );
    const admins = (await test.identity.people.list()).filter(({ role }) => role === "admin");
    expect(admins).toHaveLength(1);
  });

  it("makes one account of one address, however often it comes at the same time", async () => {
    const responses = await signUpTogether(Array(10).fill("Ada"));
    const statuses = responses.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, ...Array(9).fill(422)]);
    for (const response of responses.filter(({ status }) => status === 422)) {
      expect(await response.json()).toMatchObject({
        code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL",
      });
    }
    expect(await test.prisma.user.count()).toBe(1);
    expect(await test.prisma.account.count()).toBe(1);
    expect(await test.prisma.session.count()).toBe(1);
  });

  it("takes addresses that differ in case for one", async () => {
    await signedUp(test, "Ada");
    const response = await new TestBrowser(test.identity).signUp("Bob", {
      email: "ADA@Example.org",
    });
    expect(response.status).toBe(422);
  });

  it.each([
    ["a short password", { password: "1234567" }],
    ["an endless password", { password: "x".repeat(1025) }],
    ["no address", { email: "ada" }],
    ["an address with a line end", { email: "ada@example.org\nx" }],
    ["an empty name", { name: "  " }],
    ["a long name", { name: "x".repeat(101) }],
    ["a name with a NUL", { name: "Ada\0" }],
    ["a name that is an object", { name: { $gt: "" } }],
    ["an address that is a list", { email: ["ada@example.org"] }],
  ])("refuses %s and stores nothing", async (_what, wrong) => {
    const response = await new TestBrowser(test.identity).signUp("Ada", wrong);
    expect(response.status).toBe(400);
    expect(await test.prisma.user.count()).toBe(0);
  });

  it.each([
    ["role", "admin"],
    ["id", "chosen"],
    ["emailVerified", true],
    ["createdAt", 0],
    ["banned", false],
    ["image", "https://evil.example/x.png"],
    ["userId", "chosen"],
    ["__proto__x", {}],
  ])("refuses a body that also sets %s", async (key, value) => {
    await signedUp(test, "Ada");
    const response = await new TestBrowser(test.identity).signUp("Bob", { [key]: value });
    expect(response.status).toBe(400);
    expect(await test.prisma.user.count()).toBe(1);
  });
});

describe("setupState", () => {
  it("tells a fresh installation from one with people, and whether sign-up is open", async () => {
    expect(await test.identity.setupState()).toEqual({ hasUsers: false, signUp: "approve" });
    await signedUp(test, "Ada");
    await test.settings.write({ signUp: "open" });
    expect(await test.identity.setupState()).toEqual({ hasUsers: true, signUp: "open" });
  });
});

describe("ensureAdmin", () => {
  const { email, password } = credentials("Root");

  it("makes an admin who can sign in, and nobody becomes admin by signing up first", async () => {
    await test.identity.ensureAdmin(email, password);
    const root = new TestBrowser(test.identity);
    expect((await root.signIn("Root")).status).toBe(200);
    expect(await root.principal()).toMatchObject({ role: "admin" });
    const { browser } = await signedUp(test, "Ada");
    expect(await browser.principal()).toMatchObject({ role: "pending" });
  });

  it("leaves the admin's password and the number of people as they are when repeated", async () => {
    await Promise.all(
      [test.identity, test.another()].map((each) => each.ensureAdmin(email, password)),
    );
    await test.identity.ensureAdmin(email.toUpperCase(), "another long password");
    expect(await test.prisma.user.count()).toBe(1);
    expect((await new TestBrowser(test.identity).signIn("Root")).status).toBe(200);
  });

  it("does not make an admin of a stranger who signed up with the address", async () => {
    await signedUp(test, "Ada");
    const { userId } = await signedUp(test, "Root");
    await test.identity.ensureAdmin(email, password);
    expect(await test.identity.people.find(userId)).toMatchObject({ role: "pending" });
  });

  it.each([
    ["nobody", password, "ADMIN_EMAIL"],
    [email, "short", "ADMIN_PASSWORD"],
    [email, "x".repeat(1025), "ADMIN_PASSWORD"],
  ])("refuses %j with a sentence that names the setting", async (wrong, secret, setting) => {
    await expect(test.identity.ensureAdmin(wrong, secret)).rejects.toThrow(setting);
  });
});
