import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { credentials, useIdentity } from "./testing/identity.ts";

const rule = { max: 2, windowMs: 60_000 };
const test = useIdentity({ attempts: { signInPerAccount: rule } });
const server = createServer((request, response) => test.identity.nodeHandler(request, response));

beforeEach(async () => {
  if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => server.close());

function port(): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return (address satisfies AddressInfo).port;
}

function signIn(headers: Record<string, string> = {}, at = port()): Promise<Response> {
  const origin = `http://127.0.0.1:${at}`;
  return fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin, ...headers },
    body: JSON.stringify(credentials("Nobody")),
  });
}

/** Sends a request as it stands, for what no client would send; resolves with the whole answer. */
async function raw(lines: string[]): Promise<string> {
  const socket = connect(port(), "127.0.0.1");
  socket.end(`${lines.join("\r\n")}\r\n\r\n`);
  return text(socket);
}

describe("nodeHandler", () => {
  it("serves sign-up over a socket, with the client's address in the session", async () => {
    const response = await fetch(`http://127.0.0.1:${port()}/api/auth/sign-up/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: `http://127.0.0.1:${port()}` },
      body: JSON.stringify({ ...credentials("Ada"), name: "Ada" }),
    });
    expect(response.status).toBe(200);
    const body = z.object({ user: z.object({ role: z.string() }) }).parse(await response.json());
    expect(body.user.role).toBe("admin");
    const session = await test.prisma.session.findFirstOrThrow();
    expect(session.ipAddress).toBe("127.0.0.1");
  });

  it.each([
    ["x-forwarded-for", (n: number) => `198.51.100.${n}`],
    ["x-parley-client-address", (n: number) => `198.51.100.${n}`],
    ["x-real-ip", (n: number) => `198.51.100.${n}`],
    ["forwarded", (n: number) => `for=198.51.100.${n}`],
  ])("does not let a client escape the limit by %s", async (header, value) => {
    const statuses: number[] = [];
    for (let n = 0; n <= rule.max; n += 1)
      statuses.push((await signIn({ [header]: value(n) })).status);
    expect(statuses).toEqual([401, 401, 429]);
  });

  it("counts by what a trusted proxy says", async () => {
    const { nodeHandler } = test.another({ trustedProxies: ["127.0.0.1"] });
    const behind = createServer(nodeHandler);
    await once(behind.listen(0, "127.0.0.1"), "listening");
    const address = behind.address();
    const at = address === null || typeof address === "string" ? 0 : address.port;
    const statuses: number[] = [];
    for (let n = 0; n <= rule.max; n += 1) {
      statuses.push((await signIn({ "x-forwarded-for": `198.51.100.${n}` }, at)).status);
    }
    behind.close();
    expect(statuses).toEqual([401, 401, 401]);
  });

  it.each([20_000, 5_000_000])("answers a body of %i bytes instead of reading it", async (size) => {
    const origin = `http://127.0.0.1:${port()}`;
    const response = await fetch(`${origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ ...credentials("Nobody"), x: "x".repeat(size) }),
    });
    expect(response.status).toBe(413);
  });

  it.each([
    [
      "a host that is none",
      ["GET /api/auth/get-session HTTP/1.1", "Host: a b", "Connection: close"],
    ],
    [
      "a host with a path",
      ["GET /api/auth/get-session HTTP/1.1", "Host: x/y", "Connection: close"],
    ],
    ["no host at all", ["GET /api/auth/get-session HTTP/1.0"]],
    [
      "another server's address",
      ["GET http://evil.example/api/auth/get-session HTTP/1.1", "Host: x", "Connection: close"],
    ],
    [
      "a forged scheme",
      [
        "GET /api/auth/get-session HTTP/1.1",
        "Host: x",
        "X-Forwarded-Proto: javascript:",
        "Connection: close",
      ],
    ],
  ])("survives %s", async (_what, lines) => {
    const answer = await raw(lines);
    expect(answer).toMatch(/^HTTP\/1\.1 (200|400|404) /);
    expect((await fetch(`http://127.0.0.1:${port()}/api/auth/get-session`)).status).toBe(200);
  });
});
