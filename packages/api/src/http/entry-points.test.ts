import type { UserRole } from "@parley/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { member, serveRoutes } from "../testing/serve-routes.ts";

const roles: Record<string, UserRole> = { ada: "user", root: "admin", eve: "pending" };

/** `Bearer ada-key` is a key of Ada's, `session=ada` a cookie of hers. */
function principalOf(headers: Headers) {
  const key = /^Bearer (.*)-key$/.exec(headers.get("authorization") ?? "")?.[1];
  const cookie = /^session=(.*)$/.exec(headers.get("cookie") ?? "")?.[1];
  const userId = key ?? cookie ?? "";
  const role = roles[userId];
  if (role === undefined) return null;
  const via = key === undefined ? ("session" as const) : ("api-key" as const);
  return { ...member, userId, role, via };
}

const key = (who: string) => ({ authorization: `Bearer ${who}-key` });
const cookie = (who: string) => ({ cookie: `session=${who}` });
const elsewhere = { origin: "https://evil.example" };

type Row = { rule: string; headers: Record<string, string>; status: number; code: string | null };

const unknown = { status: 401, code: "unauthenticated" };
const pending = { status: 403, code: "pending" };
const answer = z.looseObject({ error: z.object({ code: z.string() }).optional() });

describe("1.1 entry points: who may call", () => {
  let asked = 0;
  let server: Awaited<ReturnType<typeof serveRoutes>>;
  beforeAll(async () => {
    server = await serveRoutes({
      complete: async () => {
        asked += 1;
        return {
          async *bytes() {
            yield Buffer.from('{"choices":[]}');
          },
          chunks: () => {
            throw new Error("nobody looks into these answers");
          },
        };
      },
      identity: {
        cachedPrincipal: () => undefined,
        principal: (headers) => Promise.resolve(principalOf(headers)),
        originAllowed: (headers) => headers.get("origin") !== elsewhere.origin,
      },
    });
  });
  afterAll(() => server.stop());

  const callers: Row[] = [
    { rule: "a user's API key may", headers: key("ada"), status: 200, code: null },
    { rule: "an admin's API key may", headers: key("root"), status: 200, code: null },
    { rule: "a user's cookie may", headers: cookie("ada"), status: 200, code: null },
    { rule: "an admin's cookie may", headers: cookie("root"), status: 200, code: null },
    {
      rule: "a key may, though another website sends it",
      headers: { ...key("ada"), ...elsewhere },
      ...{ status: 200, code: null },
    },
    { rule: "nobody may not", headers: {}, ...unknown },
    { rule: "a key that is not known may not", headers: key("mallory"), ...unknown },
    { rule: "a cookie that is not known may not", headers: cookie("mallory"), ...unknown },
    { rule: "a key of somebody who waits for approval may not", headers: key("eve"), ...pending },
    { rule: "a cookie of somebody who waits may not", headers: cookie("eve"), ...pending },
    {
      rule: "a cookie that another website sends may not",
      headers: { ...cookie("ada"), ...elsewhere },
      ...{ status: 403, code: "forbidden" },
    },
  ];

  describe.each(["/api/chat/completions", "/v1/chat/completions"])("POST %s", (path) => {
    it.each(callers)("$rule: $status", async ({ headers, status, code }) => {
      const before = asked;
      const response = await fetch(server.url + path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "hi" }] }),
      });
      expect(response.status).toBe(status);
      expect(answer.parse(await response.json()).error?.code ?? null).toBe(code);
      expect(asked - before).toBe(status === 200 ? 1 : 0);
    });
  });

  // Reading changes nothing, and no other website can read what a visitor's cookie brings.
  const readers = callers.map((row) =>
    row.code === "forbidden" ? { ...row, rule: "a cookie may, from wherever", status: 200 } : row,
  );

  describe.each(["/api/models", "/v1/models"])("GET %s", (path) => {
    it.each(readers)("$rule: $status", async ({ headers, status }) => {
      expect((await fetch(server.url + path, { headers })).status).toBe(status);
    });
  });

  it.each(["/api/chat/completions", "/v1/chat/completions"])(
    "GET %s is answered with 405, before anybody is looked up",
    async (path) => {
      expect((await fetch(server.url + path)).status).toBe(405);
    },
  );
});
