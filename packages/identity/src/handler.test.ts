import { describe, expect, it } from "vitest";
import { authRoutes } from "./routes.ts";
import { TestClock } from "./testing/clock.ts";
import { credentials, signedUp, TestBrowser, testOrigin, useIdentity } from "./testing/identity.ts";

const test = useIdentity();

/** Everything that must not change when a request is refused. */
async function everything(): Promise<string> {
  const { user, session, account, apikey, verification } = test.prisma;
  return JSON.stringify(
    await Promise.all([
      user.findMany(),
      session.findMany(),
      account.findMany(),
      apikey.findMany(),
      verification.findMany(),
    ]),
  );
}

const bodies: Record<string, Record<string, unknown>> = {
  "/sign-up/email": { ...credentials("Mallory"), name: "Mallory" },
  "/sign-in/email": credentials("Ada"),
  "/update-user": { name: "Mallory" },
  "/change-password": {
    currentPassword: credentials("Ada").password,
    newPassword: "a new long password",
  },
};
const changing = Object.entries(authRoutes).flatMap(([path, { method }]) =>
  method === "POST" ? [path] : [],
);

const closed = [
  "/list-sessions",
  "/revoke-session",
  "/delete-user",
  "/change-email",
  "/set-password",
  "/update-session",
  "/reset-password",
  "/request-password-reset",
  "/verify-password",
  "/send-verification-email",
  "/sign-in/social",
  "/link-social",
  "/list-accounts",
  "/unlink-account",
  "/get-access-token",
  "/api-key/create",
  "/api-key/list",
  "/api-key/update",
  "/api-key/delete",
  "/api-key/verify",
  "/admin/list-users",
  "/admin/set-role",
  "/admin/create-user",
  "/admin/impersonate-user",
  "/ok",
  "/error",
  "",
  "/",
  "/constructor",
  "/__proto__",
  "/sign-out/",
  "//sign-out",
  "/SIGN-OUT",
  "/sign-in/email/../social",
];

describe("what is open under /api/auth", () => {
  it("is this and nothing else", () => {
    const open = Object.entries(authRoutes).map(([path, route]) => `${route.method} ${path}`);
    expect(open.toSorted()).toEqual([
      "GET /get-session",
      "POST /change-password",
      "POST /revoke-other-sessions",
      "POST /revoke-sessions",
      "POST /sign-in/email",
      "POST /sign-out",
      "POST /sign-up/email",
      "POST /update-user",
    ]);
  });

  it("is none of the library's other routes, nor another spelling, even for an admin", async () => {
    const { browser } = await signedUp(test, "Ada");
    const before = await everything();
    for (const path of closed) {
      const answers = await Promise.all([browser.get(path), browser.post(path, {})]);
      expect([path, ...answers.map(({ status }) => status)]).toEqual([path, 404, 404]);
    }
    expect(await everything()).toBe(before);
  });

  it("is not a change by another method", async () => {
    const { browser } = await signedUp(test, "Ada");
    const before = await everything();
    for (const method of ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]) {
      for (const path of changing) {
        const { status } = await test.identity.handler(
          new Request(`${testOrigin}/api/auth${path}`, { method, headers: browser.headers }),
        );
        expect([method, path, status]).toEqual([method, path, 404]);
      }
    }
    expect(await everything()).toBe(before);
  });

  it.each(Object.entries(authRoutes).filter(([, { audience }]) => audience === "signed-in"))(
    "gives nothing at %s to somebody who is not signed in",
    async (path) => {
      await signedUp(test, "Ada");
      const before = await everything();
      const response = await new TestBrowser(test.identity).post(path, bodies[path] ?? {});
      expect(response.status).toBe(401);
      expect(await everything()).toBe(before);
    },
  );

  it("shows nobody's session to somebody who is not signed in", async () => {
    await signedUp(test, "Ada");
    expect(await (await new TestBrowser(test.identity).get("/get-session")).json()).toBeNull();
  });
});

const foreign: Record<string, string>[] = [
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "http://127.0.0.1:3001" },
  { origin: "http://evil.example", host: "evil.example" },
  { origin: "http://evil.example", "x-forwarded-host": "evil.example" },
];

describe("a change", () => {
  it.each(changing)("at %s is refused from other pages, cookie or not", async (path) => {
    const { browser } = await signedUp(test, "Ada");
    const before = await everything();
    for (const headers of foreign) {
      for (const who of [browser, new TestBrowser(test.identity)]) {
        const response = await who.post(path, bodies[path] ?? {}, headers);
        expect([headers, response.status]).toEqual([headers, 403]);
        expect(response.headers.getSetCookie()).toEqual([]);
      }
    }
    expect(await everything()).toBe(before);
  });

  it.each(Object.keys(bodies))("at %s is not made by a form or by plain text", async (path) => {
    const { browser } = await signedUp(test, "Ada");
    const before = await everything();
    const body = JSON.stringify(bodies[path]);
    const form = new URLSearchParams();
    for (const [key, value] of Object.entries(bodies[path] ?? {})) form.set(key, String(value));
    for (const [type, sent] of [
      ["text/plain", body],
      ["text/plain;application/json", body],
      ["application/x-www-form-urlencoded", form.toString()],
      ["multipart/form-data; boundary=x", body],
      ["application/jsonx", body],
      ["", body],
    ] as const) {
      expect((await browser.post(path, sent, { "content-type": type })).status).toBe(400);
    }
    expect(await everything()).toBe(before);
  });

  it.each([
    ["no JSON", "{", 400],
    ["a list", "[]", 400],
    ["nothing", "null", 400],
    ["a text", '"x"', 400],
    ["too much", JSON.stringify({ ...credentials("Ada"), x: "x".repeat(20_000) }), 413],
  ])("is not made of %s", async (_what, body, status) => {
    await signedUp(test, "Ada");
    const response = await new TestBrowser(test.identity).post("/sign-in/email", body);
    expect(response.status).toBe(status);
  });
});

describe("the limit of attempts", () => {
  const rule = { max: 3, windowMs: 60_000 };

  function limited(attempts: Parameters<typeof test.another>[0]) {
    const clock = new TestClock();
    return { clock, identity: test.another({ clock, ...attempts }) };
  }

  it("refuses further sign-ins to an account from an address, says when to try again, and then lets in", async () => {
    const { clock, identity } = limited({ attempts: { signInPerAccount: rule } });
    await signedUp(test, "Ada");
    const guesser = new TestBrowser(identity);
    for (let guess = 0; guess < rule.max; guess += 1) {
      expect((await guesser.signIn("Ada", "a wrong password")).status).toBe(401);
    }
    const refused = await guesser.signIn("Ada");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(await refused.json()).toMatchObject({
      code: "RATE_LIMITED",
      message: "Too many attempts. Try again in 60 seconds.",
    });
    clock.advance(rule.windowMs);
    expect((await guesser.signIn("Ada")).status).toBe(200);
  });

  it("does not lock the owner out at another address, nor others at the same one", async () => {
    const { identity } = limited({ attempts: { signInPerAccount: rule } });
    await signedUp(test, "Ada");
    await signedUp(test, "Bob");
    const guesser = new TestBrowser(identity);
    for (let guess = 0; guess <= rule.max; guess += 1) await guesser.signIn("Ada", "wrong");
    expect((await new TestBrowser(identity, "198.51.100.7").signIn("Ada")).status).toBe(200);
    expect((await guesser.signIn("Bob")).status).toBe(200);
  });

  it("counts an address however it is written", async () => {
    const { identity } = limited({ attempts: { signInPerAccount: rule } });
    await signedUp(test, "Ada");
    const guesser = new TestBrowser(identity);
    const given = { password: "wrong password" };
    for (const email of ["ada@example.org", "ADA@example.org", "Ada@Example.Org"]) {
      expect((await guesser.post("/sign-in/email", { ...given, email })).status).toBe(401);
    }
    expect((await guesser.signIn("Ada")).status).toBe(429);
  });

  it("counts all of a client's IPv6 addresses together", async () => {
    const { identity } = limited({ attempts: { signInPerAccount: rule } });
    await signedUp(test, "Ada");
    const statuses: number[] = [];
    for (let guess = 0; guess <= rule.max; guess += 1) {
      const guesser = new TestBrowser(identity, `2001:db8:1:2::${guess + 1}`);
      statuses.push((await guesser.signIn("Ada", "wrong password")).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429]);
  });

  it("ends guessing one password at many accounts", async () => {
    const { identity } = limited({ attempts: { signInPerAddress: rule } });
    const guesser = new TestBrowser(identity);
    const statuses: number[] = [];
    for (const name of ["Ada", "Bob", "Cleo", "Dan"]) {
      statuses.push((await guesser.signIn(name, "wrong password")).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429]);
  });

  it("ends signing up in masses", async () => {
    const { identity } = limited({ attempts: { signUpPerAddress: rule } });
    const statuses: number[] = [];
    for (const name of ["Ada", "Bob", "Cleo", "Dan"]) {
      statuses.push((await new TestBrowser(identity).signUp(name)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect(await test.prisma.user.count()).toBe(3);
  });

  it("ends guessing the current password with somebody's open session", async () => {
    const { identity } = limited({ attempts: { changePasswordPerAddress: rule } });
    const guesser = new TestBrowser(identity);
    await guesser.signUp("Ada");
    const guess = { currentPassword: "a wrong password", newPassword: "a new long password" };
    const statuses: number[] = [];
    for (let tried = 0; tried <= rule.max; tried += 1) {
      statuses.push((await guesser.post("/change-password", guess)).status);
    }
    expect(statuses).toEqual([400, 400, 400, 429]);
  });

  it("is not reached by many at once slipping through", async () => {
    const { identity } = limited({ attempts: { signInPerAccount: rule } });
    await signedUp(test, "Ada");
    const guesser = new TestBrowser(identity);
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => guesser.signIn("Ada", "wrong password")),
    );
    expect(responses.filter(({ status }) => status === 401)).toHaveLength(rule.max);
  });
});
