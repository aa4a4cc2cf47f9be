import {
  Chats,
  type CompletionRequest,
  type Connection,
  modelDefinition,
  Pipelines,
  type Principal,
  type ServerEvent,
  type SettingsRepository,
  systemClock,
  Turns,
  type Upstream,
} from "@parley/core";
import { engineWorld, memoryChats, scriptedConnection, silentLog } from "@parley/core/testing";
import { type Plugin, startPipelinesServer } from "@parley/e2e/pipelines-server";
import { onTestFinished } from "vitest";
import { createUpstream } from "../index.ts";
import { connectionTo, never } from "./tools.ts";

const person = (userId: string, role: Principal["role"]): Principal => ({
  ...{ userId, role, name: userId, email: `${userId}@example.org`, via: "session" },
});
export const ada = person("ada", "user");
export const root = person("root", "admin");

export type WorldOptions = {
  /** Of the connection to the pipelines server. */
  connection?: Partial<Connection>;
  /** Milliseconds for a filter. */
  filterTimeout?: number;
  settings?: SettingsRepository;
};

/**
 * Turns and completions over a real pipelines server, beside models "small" and "large" that repeat
 * what they are told. Ends with the test.
 */
export async function pipelinesWorld(plugins: Plugin[], options: WorldOptions = {}) {
  const server = await startPipelinesServer(plugins);
  const asked: CompletionRequest[] = [];
  const pipelines: Connection = {
    ...connectionTo("openai", `${server.url}/v1`, "sk-secret"),
    id: "pipelines",
    ...options.connection,
  };
  const { filterTimeout = 2_000 } = options;
  const engine = engineWorld({
    clock: systemClock,
    connections: [scriptedConnection, pipelines],
    createUpstream: (connection) =>
      connection.id === "pipelines"
        ? createUpstream(connection, { http: { filterTimeout } })
        : parrot(asked),
    people: ["ada", "root"],
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  await engine.settings.write({ titleGeneration: false });
  await engine.upstreams.reload();
  await engine.upstreams.refresh(scriptedConnection.id);
  await engine.upstreams.refresh("pipelines");
  onTestFinished(async () => {
    await engine.upstreams.close();
    await server.stop();
  });
  const { chats, turns, events, message, exchange, open } = talk(engine);
  return {
    ...engine,
    ...{ chats, turns, events, message, exchange, open },
    server,
    asked,
    admin: new Pipelines({ upstreams: engine.upstreams }),
    async decide(...definitions: object[]) {
      for (const definition of definitions) {
        await engine.definitions.create(modelDefinition.parse(definition), null);
      }
      await engine.models.reload();
    },
  };
}

function talk({ pipeline, settings }: ReturnType<typeof engineWorld>) {
  const chats = memoryChats();
  const events: ServerEvent[] = [];
  let ended: () => void = () => undefined;
  const hear = (event: ServerEvent) => {
    events.push(event);
    if (event.type === "turn-end") ended();
  };
  const publisher = {
    toChat: (_user: string, _chat: string, event: ServerEvent) => hear(event),
    toUser: (_user: string, event: ServerEvent) => hear(event),
    toAll: hear,
  };
  const newId = () => crypto.randomUUID();
  const turns = new Turns({
    ...{ chats, pipeline, settings, publisher, newId, clock: systemClock, log: silentLog },
  });
  const service = new Chats({ chats, turns, publisher });
  const message = async (id: string) => {
    const found = await chats.message("ada", "c", id);
    if (found === null) throw new Error(`there is no message ${id}`);
    return found;
  };
  return {
    chats: service,
    turns,
    events,
    message,
    /** Asks in chat "c" and resolves with the answer once it has ended. */
    async exchange(content: string, { model = "small", number = 1 } = {}) {
      const over = new Promise<void>((resolve) => {
        ended = resolve;
      });
      const parentId = number === 1 ? null : `a${number - 1}`;
      const [questionId, answerId] = [`q${number}`, `a${number}`];
      await turns.send(ada, { chatId: "c", questionId, parentId, content, model, answerId });
      await over;
      return message(answerId);
    },
    /** Asks as an API client does. */
    open(content: string, request: Partial<CompletionRequest> = {}, principal = ada) {
      const messages = [{ role: "user", content }];
      const whole = { model: "small", messages, ...request };
      return pipeline.open({ principal, request: whole, signal: never() });
    },
  };
}

function parrot(asked: CompletionRequest[]): Upstream {
  return {
    listModels: async () => ["small", "large"].map((id) => ({ id, name: id })),
    async complete(request) {
      asked.push(request);
      const last = request.messages.at(-1)?.content;
      const chunk = {
        choices: [
          { index: 0, delta: { content: `I heard: ${String(last)}` }, finish_reason: "stop" },
        ],
      };
      return {
        async *chunks() {
          yield chunk;
        },
        bytes() {
          throw new Error("nobody reads bytes here");
        },
      };
    },
    close: () => Promise.resolve(),
  };
}
