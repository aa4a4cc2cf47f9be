import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { filterSource, loaded } from "../host-world.ts";
import { attempts, type Drill, inlet, openFilter, withHost } from "./drill.ts";

const refusedSources = [
  'import fs from "node:fs";',
  'import "https://deno.land/x/a.ts";',
  'import "npm:left-pad";',
  'import "jsr:@std/fs";',
  'import "./other.ts";',
  'import x from "file:///etc/passwd" with { type: "text" };',
  'import "data:text/javascript,1";',
  'export * from "node:fs";',
  'export { a } from "blob:x";',
  'await import("node:fs");',
  'const name = "node:fs"; await import(name);',
  "await import(`node:fs`);",
];

const lateImports = [
  "file:///etc/passwd",
  "file:///etc/hostname.json",
  "/etc/passwd",
  "./runner.js",
  "../runner.js",
  "https://deno.land/std/version.ts",
  "https://jsr.io/@std/fs/meta.json",
  "https://esm.sh/left-pad",
  "https://cdn.jsdelivr.net/npm/left-pad",
  "https://raw.githubusercontent.com/denoland/deno/main/README.md",
  "http://127.0.0.1:1/x.js",
  "npm:left-pad",
  "jsr:@std/fs",
  "left-pad",
];

export const importsDrill: Drill = {
  id: "X-02",
  sentence: "nothing but the SDK and zod can be imported, at save or later",
  run: () =>
    withHost({}, async (host) => {
      const problems: string[] = [];
      for (const line of refusedSources) {
        const made = await loaded(host, filterSource("inlet() {}", line)).then(
          () => "accepted",
          (error: unknown) => String(error),
        );
        if (!/^ParleyError: Line \d+:\d+: /.test(made)) problems.push(`${line} ${made}`);
      }
      const within = lateImports.flatMap((name) => {
        const text = `import x from ${JSON.stringify(name)}`;
        return [
          name,
          `data:text/javascript,${encodeURIComponent(`import ${JSON.stringify(name)}`)}`,
          `data:text/javascript,${encodeURIComponent(`${text} with { type: "text" }; export default x`)}`,
          `data:text/javascript,${encodeURIComponent(`${text} with { type: "json" }; export default x`)}`,
          `data:text/javascript,${encodeURIComponent(`await import(${JSON.stringify(name)})`)}`,
        ];
      });
      const list = [
        ...within.map((name) => `load(${JSON.stringify(name)})`),
        ...lateImports.map(
          (name) =>
            `load(URL.createObjectURL(new Blob([${JSON.stringify(`import ${JSON.stringify(name)}`)}], { type: "text/javascript" })))`,
        ),
        ...lateImports.map((name) => `load(${JSON.stringify(name)}, { with: { type: "text" } })`),
      ];
      const session = await openFilter(host, "importer", {
        handlers: `async inlet() { return { all: [${list.map((one) => `await settled(() => ${one})`).join(", ")}] } }`,
        more: attempts,
      });
      const found = await inlet(session);
      session.close();
      const all = Array.isArray(found.all) ? found.all.map(String) : [];
      if (all.length !== list.length) problems.push(`only ${all.length} attempts: ${found.error}`);
      all.forEach((outcome, at) => {
        if (outcome.startsWith("GOT") || outcome === "NOTHING")
          problems.push(`${list[at]}: ${outcome}`);
      });
      return {
        problems,
        figures: { refusedAtSave: refusedSources.length, deniedLater: all.length },
      };
    }),
};

export const packetsDrill: Drill = {
  id: "X-03",
  sentence: "no packet leaves a function's process",
  run: () =>
    withHost({}, async (host) => {
      let seen = 0;
      const server = createServer((socket) => {
        seen += 1;
        socket.destroy();
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const udp = createSocket("udp4").on("message", () => {
        seen += 1;
      });
      await new Promise<void>((done) => udp.bind(0, "127.0.0.1", done));
      const address = server.address();
      const tcpPort = typeof address === "object" && address !== null ? address.port : 0;
      const udpPort = udp.address().port;
      const url = `http://127.0.0.1:${tcpPort}/`;
      const tries = [
        `(await load("node:net")).connect(${tcpPort}, "127.0.0.1").on("error", () => {})`,
        `(await load("node:http")).get("${url}").on("error", () => {})`,
        `(await load("node:dgram")).createSocket("udp4").on("error", () => {}).send("x", ${udpPort}, "127.0.0.1")`,
        `await (() => { throw 0 })(new (await load("node:dns")).Resolver())`,
        `await (async () => { const { Resolver } = await load("node:dns/promises"); const own = new Resolver(); own.setServers(["127.0.0.1:${udpPort}"]); return own.resolve4("leak.example.com") })()`,
        `await load("${url}x.js")`,
        `await load("https://deno.land/x/leak.ts")`,
        `await fetch("${url}")`,
        `await (await load("node:undici")).fetch("${url}")`,
      ];
      const session = await openFilter(host, "packets", {
        handlers: `async inlet() { return { all: [${tries.map((one) => `await settled(async () => ${one}, 500)`).join(", ")}] } }`,
        more: attempts,
      });
      const found = await inlet(session);
      session.close();
      server.close();
      udp.close();
      const problems = seen === 0 ? [] : [`${seen} packets came through: ${JSON.stringify(found)}`];
      return { problems, figures: { attempts: tries.length, packets: seen } };
    }),
};
