import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type JsonObject, jsonObject } from "@parley/core";
import { z } from "zod";
import { complete } from "./completions.ts";
import type { Fault, Plugin } from "./plugin.ts";
import { saveValves } from "./valves.ts";

/** One call of a filter, as it came. */
export type FilterCall = {
  id: string;
  hook: "inlet" | "outlet";
  body: JsonObject;
  user: JsonObject;
  authorization: string | undefined;
};

/**
 * A server that speaks the pipelines protocol: models with their roles, filters' inlet and outlet,
 * valves, and pipes that answer as models. All paths exist with and without `/v1` before them.
 */
export type PipelinesServer = {
  /** The address for a connection. */
  url: string;
  plugins: Plugin[];
  /** Filters' calls, oldest first. */
  calls: FilterCall[];
  /** Requests for answers, oldest first. */
  asked: JsonObject[];
  /** From now on this happens instead of what the plugin says; null ends it. */
  fault(id: string, hook: FilterCall["hook"], fault: Fault | null): void;
  /** Resolves when a client has left while a filter hung. */
  clientLeft(): Promise<void>;
  stop(): Promise<void>;
};

type State = Pick<PipelinesServer, "plugins" | "calls" | "asked"> & {
  faults: Map<string, Fault>;
  left: PromiseWithResolvers<void>;
};

export async function startPipelinesServer(installed: Plugin[]): Promise<PipelinesServer> {
  const plugins = installed.map((plugin) => ({ ...plugin }));
  const state: State = {
    plugins,
    calls: [],
    asked: [],
    faults: new Map(),
    left: Promise.withResolvers(),
  };
  const server = createServer((request, response) => {
    serve(request, response, state).catch((error: unknown) => {
      sendJson(response, 500, { detail: error instanceof Error ? error.message : String(error) });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { calls, asked, faults, left } = state;
  return {
    url: `http://127.0.0.1:${port}`,
    plugins,
    calls,
    asked,
    fault(id, hook, fault) {
      if (fault === null) faults.delete(`${id}/${hook}`);
      else faults.set(`${id}/${hook}`, fault);
    },
    clientLeft: () => left.promise,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, state: State) {
  const { pathname } = new URL(request.url ?? "/", "http://pipelines");
  const parts = pathname
    .replace(/^\/v1(?=\/|$)/, "")
    .split("/")
    .slice(1);
  const [first = "", ...rest] = parts.map(decodeURIComponent);
  const body = await readJson(request);
  switch (`${request.method} ${rest.length === 0 ? first : rest.join("/")}`) {
    case "GET models":
      return sendJson(response, 200, {
        data: state.plugins.flatMap(listed),
        object: "list",
        pipelines: true,
      });
    case "POST completions":
      return answer(body, response, state);
    case "GET valves":
    case "GET valves/spec":
    case "POST valves/update":
      return valves({ id: first, rest, body }, response, state);
    case "POST filter/inlet":
    case "POST filter/outlet": {
      const hook = rest[1] === "inlet" ? "inlet" : "outlet";
      const { authorization } = request.headers;
      return filtered({ id: first, hook, authorization, body }, response, state);
    }
    default:
      return sendJson(response, 404, { detail: "Not Found" });
  }
}

function listed(plugin: Plugin): object[] {
  const { id, name, type, valves } = plugin;
  const model = (own: string, shown: string, pipeline: object) => ({
    ...{ id: own, name: shown, object: "model", created: 1_760_000_000, owned_by: "openai" },
    pipeline: { type, ...pipeline, valves: valves !== undefined },
  });
  if (type === "manifold") {
    return plugin.pipelines.map((sub) => model(`${id}.${sub.id}`, `${name}${sub.name}`, {}));
  }
  if (type === "pipe") return [model(id, name, {})];
  return [model(id, name, { pipelines: valves?.pipelines ?? [], priority: valves?.priority ?? 0 })];
}

/** The plugin behind a listed id; a manifold's models are all one plugin. */
function behind(id: string, { plugins }: State): Plugin | undefined {
  return (
    plugins.find((plugin) => plugin.type !== "manifold" && plugin.id === id) ??
    plugins.find(
      (plugin) =>
        plugin.type === "manifold" &&
        plugin.pipelines.some((sub) => `${plugin.id}.${sub.id}` === id),
    )
  );
}

function answer(body: unknown, response: ServerResponse, state: State) {
  const asked = jsonObject.parse(body);
  state.asked.push(asked);
  const modelId = String(asked.model);
  const plugin = behind(modelId, state);
  if (plugin === undefined || plugin.type === "filter") {
    return sendJson(response, 404, { detail: `Pipeline ${modelId} not found` });
  }
  complete({ plugin, modelId }, asked, response);
}

function valves(
  { id, rest, body }: { id: string; rest: string[]; body: unknown },
  response: ServerResponse,
  { plugins }: State,
) {
  // Valves belong to the plugin: a manifold's models have none of their own.
  const plugin = plugins.find((known) => known.id === id);
  if (plugin === undefined) return sendJson(response, 404, { detail: `Pipeline ${id} not found` });
  if (plugin.valves === undefined) {
    return sendJson(response, 404, { detail: `Valves for ${id} not found` });
  }
  if (rest[1] === "spec") return sendJson(response, 200, plugin.spec ?? {});
  if (rest[1] === "update") saveValves(plugin, jsonObject.parse(body));
  sendJson(response, 200, plugin.valves);
}

const form = z.object({ user: jsonObject, body: jsonObject });

function filtered(
  call: { body: unknown } & Pick<FilterCall, "id" | "hook" | "authorization">,
  response: ServerResponse,
  state: State,
) {
  const { id, hook, authorization } = call;
  const parsed = form.safeParse(call.body);
  if (!parsed.success) return sendJson(response, 422, { detail: [{ msg: "Field required" }] });
  const { user, body } = parsed.data;
  state.calls.push({ id, hook, body, user, authorization });
  const fault = state.faults.get(`${id}/${hook}`);
  if (fault !== undefined) return misbehave(fault, response, state);
  const plugin = behind(id, state);
  if (plugin === undefined) return sendJson(response, 404, { detail: `Filter ${id} not found` });
  // As in the reference server: a manifold is found only by the model that the body names.
  if (plugin.type === "manifold" && behind(String(body.model), state) !== plugin) {
    response.writeHead(500, { "content-type": "text/plain" }).end("Internal Server Error");
    return;
  }
  const run = plugin[hook];
  sendJson(response, 200, run === undefined ? body : run(body, user, plugin.valves ?? {}));
}

function misbehave(fault: Fault, response: ServerResponse, { left }: State): void {
  switch (fault.do) {
    case "hang":
      response.on("close", () => left.resolve());
      return;
    case "die":
      response.socket?.resetAndDestroy();
      return;
    case "half":
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write('{"model":"half', () => response.socket?.destroy());
      return;
    case "answer":
      response.writeHead(fault.status ?? 200, { "content-type": fault.type ?? "application/json" });
      response.end(fault.body);
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const text = Buffer.concat(pieces).toString("utf8");
  return text === "" ? null : JSON.parse(text);
}

function sendJson(response: ServerResponse, status: number, value: object | null): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
