import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
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
    const files = createFiles(dir);
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
    expect(answer.headers.get("cache-control")).toBe("public,max-age=31536000,immutable");
    expect(answer.headers.get("vary")).toBe("Accept-Encoding");
  });

  it.each([
    "/_next/static/chunks/none.js",
    "/_next/static/..%2fsecret.json",
    "/_next/static/%2e%2e/secret.json",
    "/.next/secret.json",
    "/c/one",
  ])("are all that is sent: %s is left to the pages, with its own address", async (address) => {
    const answer = await fetch(`${url}${address}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe(new URL(`${url}${address}`).pathname);
  });
});
