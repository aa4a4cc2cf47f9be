import { ParleyError, type Principal } from "@parley/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { member, serveRoutes } from "../testing/serve-routes.ts";

const admin: Principal = { ...member, role: "admin" };

describe("GET /metrics", () => {
  let server: Awaited<ReturnType<typeof serveRoutes>>;
  beforeAll(async () => {
    const people: Record<string, Principal> = { "Bearer good": member, "Bearer root": admin };
    server = await serveRoutes({
      complete: () => Promise.reject(new ParleyError("internal", "not asked here")),
      identity: { cachedPrincipal: (authorization) => people[authorization] ?? null },
    });
  });
  afterAll(() => server.stop());

  const throughProxy = { "x-forwarded-for": "203.0.113.7" };
  it.each([
    ["this machine itself", {}, 200],
    ["a stranger behind a proxy", throughProxy, 401],
    ["a stranger behind a proxy of another kind", { forwarded: "for=203.0.113.7" }, 401],
    ["a member behind a proxy", { ...throughProxy, authorization: "Bearer good" }, 403],
    ["an admin behind a proxy", { ...throughProxy, authorization: "Bearer root" }, 200],
  ])("answers %s with the right status", async (_, headers, status) => {
    const response = await fetch(`${server.url}/metrics`, { headers: { ...headers } });
    expect(response.status).toBe(status);
    if (status === 200) expect(await response.text()).toBe("figures");
  });
});
