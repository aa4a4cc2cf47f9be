import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { silentLog } from "@parley/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFiles } from "./files.ts";

const script = "globalThis.parley = 'a script that is long enough to be compressed';".repeat(20);

describe("files of the build", () => {
  let dir: string;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "parley-files-"));
    const chunks = path.join(dir, ".next/static/chunks");
    await mkdir(chunks, { recursive: true });
    await writeFile(path.join(dir, ".next/secret.json"), "{}");
    await writeFile(path.join(chunks, "one.js"), script);
    await writeFile(path.join(chunks, "one.js.br"), brotliCompressSync(script));
    await writeFile(path.join(chunks, "one.js.gz"), gzipSync(script));
    const files = createFiles(dir, silentLog);
    server = createServer((request, response) => {
      if (!files(request, response)) response.writeHead(404).end(request.url);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port }: AddressInfo = JSON.parse(JSON.stringify(server.address()));
    url = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(dir, { recursive: true });
  });

  it.each([
    ["br, gzip", "br"],
    ["gzip", "gzip"],
    ["identity", null],
  ])("are sent as they lie there for whoever takes %s", async (accepted, encoding) => {
    const answer = await fetch(`${url}/_next/static/chunks/one.js`, {
      headers: { "accept-encoding": accepted },
    });
    expect(answer.headers.get("content-encoding")).toBe(encoding);
    expect(answer.headers.get("content-type")).toMatch(/^text\/javascript/);
    expect(await answer.text()).toBe(script);
  });

  it("need never be asked for again", async () => {
    const answer = await fetch(`${url}/_next/static/chunks/one.js`);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("vary")).toBe("Accept-Encoding");
  });

  it("take no part in sending pieces: whoever asks for one gets the whole", async () => {
    for (const range of ["bytes=0-3", "bytes=5-2", "bytes=-5", "bytes=900000-"]) {
      const answer = await fetch(`${url}/_next/static/chunks/one.js`, { headers: { range } });
      expect([range, answer.status, await answer.text()]).toEqual([range, 200, script]);
    }
  });

  it("are left to the pages when they are gone since the start", async () => {
    const name = path.join(dir, ".next/static/chunks/gone.js");
    await writeFile(name, script);
    expect((await raw("/_next/static/chunks/gone.js")).statusCode).toBe(200);
    await rm(name);
    expect((await raw("/_next/static/chunks/gone.js")).statusCode).toBe(404);
  });

  it("that are folders are not sent", async () => {
    expect((await raw("/_next/static/chunks")).statusCode).toBe(404);
  });

  it.each([
    "/_next/static/chunks/none.js",
    "/_next/static/../secret.json",
    "/_next/static/chunks/../../secret.json",
    "/_next/static/..%2fsecret.json",
    "/_next/static/%2e%2e/secret.json",
    "/_next/static//etc/passwd",
    "/.next/secret.json",
    "/c/one",
  ])("are all that is sent: %s is left to the pages, with its own address", async (address) => {
    const answer = await raw(address);
    expect(answer.statusCode).toBe(404);
    expect(await Array.fromAsync(answer.setEncoding("utf8"))).toEqual([address]);
  });

  /** Asks for an address as it stands here; `fetch` would tidy it up first. */
  function raw(address: string): Promise<IncomingMessage> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      request({ hostname, port, path: address }, resolve).on("error", reject).end();
    });
  }
});
