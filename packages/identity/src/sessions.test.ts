import { describe, expect, it } from "vitest";
import { credentials, signedUp, TestBrowser, testOrigin, useIdentity } from "./testing/identity.ts";

const test = useIdentity();

/** A second device of the same person. */
async function signedIn(name: string): Promise<TestBrowser> {
  const browser = new TestBrowser(test.identity);
  const response = await browser.signIn(name);
  if (response.status !== 200) throw new Error(`${name} could not sign in`);
  return browser;
}

describe("a session", () => {
  it("is a cookie that scripts can't read and other sites don't send", async () => {
    const response = await new TestBrowser(test.identity).signUp("Ada");
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^parley\.session_token=/);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).toMatch(/; Path=\//i);
  });

  it("is a secure cookie when people come by https", async () => {
    const origin = "https://chat.example.org";
    const secure = test.another({ publicUrl: origin });
    const browser = new TestBrowser(secure);
    const response = await browser.post(
      "/sign-up/email",
      { ...credentials("Ada"), name: "Ada" },
      { origin },
    );
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-parley\.session_token=.*; Secure/i);
    expect(await browser.principal()).toMatchObject({ name: "Ada" });
  });

  it.each([
    ["a changed signature", (value: string) => `${value.slice(0, -8)}AAAAAAAA`],
    ["no signature", (value: string) => value.split(".").slice(0, 2).join(".")],
    ["nothing", () => "parley.session_token="],
    ["an injection", () => "parley.session_token=' OR 1=1 --"],
    ["a megabyte", () => `parley.session_token=${"a".repeat(1_000_000)}`],
    ["a NUL", () => "parley.session_token=%00.%00"],
    ["another cookie", () => "session_token=x; better-auth.session_token=x"],
  ])("is not made of %s", async (_what, forge) => {
    const { browser } = await signedUp(test, "Ada");
    const cookie = forge(browser.headers.get("cookie") ?? "");
    expect(await test.identity.principal(new Headers({ cookie }))).toBeNull();
    expect(test.errors).toEqual([]);
  });

  it("is of no use under another secret", async () => {
    const { browser } = await signedUp(test, "Ada");
    const other = test.another({ secret: "another-kV7pQ2xZ9rT4mB1wL8nC3dF6gH5jK0sY" });
    expect(await other.principal(browser.headers)).toBeNull();
  });

  it("ends when its time is over", async () => {
    const { browser } = await signedUp(test, "Ada");
    await test.prisma.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await browser.principal()).toBeNull();
  });

  it("is made longer by the page's own call, with a new cookie to take home", async () => {
    const { browser } = await signedUp(test, "Ada");
    const soon = new Date(Date.now() + 60_000);
    await test.prisma.session.updateMany({ data: { expiresAt: soon } });
    await browser.principal();
    expect((await test.prisma.session.findFirstOrThrow()).expiresAt).toEqual(soon);
    const response = await browser.get("/get-session");
    expect(response.headers.getSetCookie()).toHaveLength(1);
    const { expiresAt } = await test.prisma.session.findFirstOrThrow();
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(29 * 86_400_000);
  });

  it.each([
    ["not within its first day", 23, false],
    ["again when a day has passed", 25, true],
  ])("is made longer %s", async (_when, hoursOld, isLonger) => {
    const { browser } = await signedUp(test, "Ada");
    const expiresAt = new Date(Date.now() + (30 * 24 - hoursOld) * 3_600_000);
    await test.prisma.session.updateMany({ data: { expiresAt } });
    const [cookie = ""] = (await browser.get("/get-session")).headers.getSetCookie();
    expect(cookie.includes(`Max-Age=${30 * 86_400}`)).toBe(isLonger);
    const stored = await test.prisma.session.findFirstOrThrow();
    expect(stored.expiresAt > expiresAt).toBe(isLonger);
  });

  it("reads the role anew every time", async () => {
    await signedUp(test, "Ada");
    const { browser, userId } = await signedUp(test, "Bob");
    await test.another().people.setRole(userId, "user");
    expect(await browser.principal()).toMatchObject({ role: "user" });
  });

  it("leaves a trace of when the person was last seen", async () => {
    const quick = test.another({ lastUsedDelayMs: 1 });
    const { browser } = await signedUp(test, "Ada");
    await quick.principal(browser.headers);
    await quick.close();
    const [ada] = await test.identity.people.list();
    expect(Math.abs((ada?.lastSeenAt ?? 0) - Date.now())).toBeLessThan(60_000);
  });
});

describe("signing out", () => {
  it("ends this session only, at once, and says so", async () => {
    const { browser, userId } = await signedUp(test, "Ada");
    const phone = await signedIn("Ada");
    const stolen = browser.headers;
    expect((await browser.post("/sign-out", {})).status).toBe(200);
    expect(await test.identity.principal(stolen)).toBeNull();
    expect(await phone.principal()).not.toBeNull();
    expect(test.changes).toEqual([{ userId, change: "signed-out" }]);
  });

  it("everywhere ends every session", async () => {
    const { browser, userId } = await signedUp(test, "Ada");
    const phone = await signedIn("Ada");
    expect((await browser.post("/revoke-sessions", {})).status).toBe(200);
    expect([await browser.principal(), await phone.principal()]).toEqual([null, null]);
    expect(test.changes).toContainEqual({ userId, change: "signed-out" });
    expect(await test.prisma.session.count()).toBe(0);
  });

  it("does not touch anybody else", async () => {
    const ada = await signedUp(test, "Ada");
    const bob = await signedUp(test, "Bob");
    await ada.browser.post("/revoke-sessions", {});
    expect(await bob.browser.principal()).not.toBeNull();
    expect(test.changes.filter(({ userId }) => userId === bob.userId)).toEqual([]);
  });
});

describe("changing the password", () => {
  const changed = {
    currentPassword: credentials("Ada").password,
    newPassword: "a new long password",
  };

  it("with sign-out elsewhere keeps only the session that did it", async () => {
    const { browser, userId } = await signedUp(test, "Ada");
    const phone = await signedIn("Ada");
    const before = browser.headers;
    const response = await browser.post("/change-password", {
      ...changed,
      revokeOtherSessions: true,
    });
    expect(response.status).toBe(200);
    expect(await browser.principal()).toMatchObject({ userId });
    expect([await phone.principal(), await test.identity.principal(before)]).toEqual([null, null]);
    expect(test.changes).toContainEqual({ userId, change: "password" });
    expect(test.changes).toContainEqual({ userId, change: "signed-out" });
    expect((await new TestBrowser(test.identity).signIn("Ada")).status).toBe(401);
    const again = await new TestBrowser(test.identity).signIn("Ada", changed.newPassword);
    expect(again.status).toBe(200);
  });

  it("needs the current one", async () => {
    const { browser } = await signedUp(test, "Ada");
    const response = await browser.post("/change-password", {
      ...changed,
      currentPassword: "guess",
    });
    expect(response.status).toBe(400);
    expect(test.changes).toEqual([]);
  });

  it.each([
    ["by its last character after the 72nd byte", "x".repeat(100), `${"x".repeat(99)}y`],
    ["by a character outside ASCII", "pässwörd-ñ-漢字-🎈", "pässwörd-ñ-漢字-🎉"],
    ["by what stands after a NUL", "12345678\0a", "12345678\0b"],
    ["by a space at the end", "12345678 ", "12345678"],
  ])("tells passwords apart %s", async (_what, right, wrong) => {
    const { browser } = await signedUp(test, "Ada");
    await browser.post("/change-password", { ...changed, newPassword: right });
    expect((await new TestBrowser(test.identity).signIn("Ada", wrong)).status).toBe(401);
    expect((await new TestBrowser(test.identity).signIn("Ada", right)).status).toBe(200);
  });
});

describe("changing the name", () => {
  it("shows in the next principal", async () => {
    const { browser } = await signedUp(test, "Ada");
    expect((await browser.post("/update-user", { name: "Ada L." })).status).toBe(200);
    expect(await browser.principal()).toMatchObject({ name: "Ada L." });
  });

  it.each([
    [{ role: "admin" }],
    [{ name: "Bob", role: "admin" }],
    [{ name: "Bob", emailVerified: true }],
    [{ name: "Bob", id: "x" }],
    [{ name: "Bob", email: "root@example.org" }],
    [{ name: "Bob", lastSeenAt: 0 }],
    [{ name: ["Bob"] }],
    [{ name: "" }],
  ])("refuses %j and changes nothing", async (body) => {
    await signedUp(test, "Ada");
    const { browser, userId } = await signedUp(test, "Bob");
    const before = await test.prisma.user.findUnique({ where: { id: userId } });
    expect((await browser.post("/update-user", body)).status).toBe(400);
    expect(await test.prisma.user.findUnique({ where: { id: userId } })).toEqual(before);
  });
});

describe("signing in", () => {
  it("gives the same answer for a wrong password as for an unknown address", async () => {
    await signedUp(test, "Ada");
    const wrong = await new TestBrowser(test.identity).signIn("Ada", "a wrong password");
    const unknown = await new TestBrowser(test.identity).signIn("Nobody", "a wrong password");
    expect([wrong.status, await wrong.json()]).toEqual([unknown.status, await unknown.json()]);
    expect(wrong.status).toBe(401);
  });

  it("hands out no session to a pending person that shows more than their own account", async () => {
    await signedUp(test, "Ada");
    const { browser } = await signedUp(test, "Bob");
    const text = await (await browser.get("/get-session")).text();
    expect(text).toContain("bob@example.org");
    expect(text).not.toContain("ada@example.org");
  });

  it("works by the address of this machine only from its own page", async () => {
    await signedUp(test, "Ada");
    const response = await new TestBrowser(test.identity).post(
      "/sign-in/email",
      credentials("Ada"),
      {
        origin: testOrigin.replace("3000", "3001"),
      },
    );
    expect(response.status).toBe(403);
  });
});
