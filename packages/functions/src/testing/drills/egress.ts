import { createServer } from "node:http";
import { facts, filterSource, loaded, noTools } from "../host-world.ts";
import { type Drill, inlet, withHost } from "./drill.ts";
import { hostileUrls } from "./hostile-urls.ts";

const source = (hosts: string[]) =>
  filterSource(
    `permissions: { fetch: ${JSON.stringify(hosts)} }, async inlet({ fetch, body }) {
      const all = {};
      for (const url of body.urls) {
        all[url] = await fetch(url, body.options).then(
          async (response) => "GOT " + response.status + " " + (await response.text()).slice(0, 100),
          (error) => error.message,
        );
      }
      return all;
    }`,
  );

/** A name that leads elsewhere at each look, as an attacker's own server can make it. */
function shifting(): (host: string) => Promise<{ address: string; family: number }[]> {
  let looks = 0;
  return async (host) => {
    looks += 1;
    if (host === "mixed.example.com") {
      return [
        { address: "93.184.216.34", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ];
    }
    if (host === "six.example.com") return [{ address: "::1", family: 6 }];
    if (host === "mapped.example.com") return [{ address: "::ffff:127.0.0.1", family: 6 }];
    return [{ address: looks % 2 === 0 ? "10.0.0.1" : "127.0.0.1", family: 4 }];
  };
}

export const egressDrill: Drill = {
  id: "X-11",
  sentence: "a function's fetch goes to the hosts of its permissions, and never inside",
  run: async () => {
    let hits = 0;
    const seen: Record<string, unknown>[] = [];
    const inner = createServer((request, response) => {
      hits += 1;
      response.end(`secret ${request.url}`);
    });
    const outer = createServer((request, response) => {
      seen.push({ ...request.headers });
      const { port } = addressOf(inner);
      const to = new URL(request.url ?? "/", "http://x").searchParams.get("to");
      if (to === "inner") response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
      else if (to === "name")
        response.writeHead(307, { location: "http://moving.example.com/" }).end();
      else if (to === "file") response.writeHead(301, { location: "file:///etc/passwd" }).end();
      else if (to === "self") response.writeHead(302, { location: "/?to=self" }).end();
      else if (to === "long") response.end("x".repeat(6_000_000));
      else if (to === "slow") response.write("x");
      else response.setHeader("set-cookie", "a=b").end("fine");
    });
    for (const server of [inner, outer]) {
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    }
    const own = `127.0.0.1:${addressOf(outer).port}`;
    try {
      const options = {
        resolve: shifting(),
        privateHosts: [own],
        limits: { fetchMs: 1_000 },
      };
      return await withHost(options, async (host) => {
        const problems: string[] = [];
        const ask = async (hosts: string[], urls: string[], options = {}) => {
          const id = `f${hosts.length}`;
          const session = host.open(await loaded(host, source(hosts), { id }), facts, noTools);
          const found = await inlet(session, { urls, options });
          session.close();
          host.retire(id, null);
          return found;
        };
        const names = ["moving", "mixed", "six", "mapped"].map(
          (one) => `http://${one}.example.com/`,
        );
        const inside = [
          `http://127.0.0.1:${addressOf(inner).port}/`,
          `http://localhost:${addressOf(inner).port}/`,
        ];
        const urls = [...hostileUrls, ...names, ...inside];
        const refused = await ask(["*"], urls);
        for (const [url, outcome] of Object.entries(refused)) {
          if (String(outcome).startsWith("GOT"))
            problems.push(`${JSON.stringify(url)}: ${outcome}`);
        }
        if (Object.keys(refused).length < 120) problems.push(`only ${JSON.stringify(refused)}`);

        const redirects = ["inner", "name", "file", "self", "long", "slow"];
        const led = await ask(
          [own, "*.example.com", "localhost"],
          redirects.map((to) => `http://${own}/?to=${to}`),
          { headers: { authorization: "Bearer x", cookie: "a=b", host: "other" } },
        );
        for (const [url, outcome] of Object.entries(led)) {
          if (String(outcome).startsWith("GOT")) problems.push(`${url}: ${outcome}`);
        }
        const fine = await ask([own], [`http://${own}/`]);
        if (fine[`http://${own}/`] !== "GOT 200 fine") problems.push(JSON.stringify(fine));
        if (seen.some((headers) => headers.host !== own)) problems.push("it chose a Host header");
        if (hits > 0) problems.push(`the server inside was asked ${hits} times`);
        return { problems, figures: { refused: urls.length, led: redirects.length, hits } };
      });
    } finally {
      for (const server of [inner, outer]) {
        server.closeAllConnections();
        server.close();
      }
    }
  },
};

function addressOf(server: ReturnType<typeof createServer>): { port: number } {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen.");
  return address;
}
