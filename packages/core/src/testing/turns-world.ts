import { Chats } from "../chat/chats.ts";
import { createPipeline } from "../completion/pipeline.ts";
import type { ServerEvent } from "../events.ts";
import type { Principal } from "../identity.ts";
import { ModelRegistry } from "../models/registry.ts";
import { Turns } from "../turns/turns.ts";
import { manualClock } from "./clock.ts";
import { silentLog } from "./log.ts";
import { memoryChats } from "./memory-chats.ts";
import { memorySettings } from "./memory-settings.ts";
import { ScriptedUpstream, scriptedConnection } from "./scripted-upstream.ts";

export const ada: Principal = { userId: "ada", name: "Ada", role: "user", via: "session" };
export const bob: Principal = { userId: "bob", name: "Bob", role: "user", via: "session" };

/** Turns over repositories in memory, a clock that is moved by hand and an upstream that is spoken by hand. */
export async function turnsWorld() {
  const clock = manualClock();
  const chats = memoryChats();
  const settings = memorySettings();
  const upstream = new ScriptedUpstream(["m"]);
  const events: ServerEvent[] = [];
  const publisher = {
    toChat: (_user: string, _chat: string, event: ServerEvent) => void events.push(event),
    toUser: (_user: string, event: ServerEvent) => void events.push(event),
    toAll: (event: ServerEvent) => void events.push(event),
  };
  const models = new ModelRegistry({
    connections: () => Promise.resolve([scriptedConnection]),
    createUpstream: () => upstream,
    clock,
    log: silentLog,
    onChange: () => undefined,
  });
  await models.reload();
  await clock.advance(0);
  let ids = 0;
  const turns = new Turns({
    chats,
    models,
    pipeline: createPipeline(models),
    settings,
    publisher,
    clock,
    newId: () => `turn-${++ids}`,
    log: silentLog,
    deltaMs: 30,
    draftMs: 400,
    endRetryMs: 100,
  });
  const service = new Chats({ chats, turns, publisher });
  const ofType = <T extends ServerEvent["type"]>(type: T) =>
    events.filter((event): event is Extract<ServerEvent, { type: T }> => event.type === type);
  const answer = async (id = "a1") => {
    const message = await chats.message("ada", "c", id);
    if (!message) throw new Error(`no message ${id}`);
    return message;
  };
  return { clock, chats, settings, upstream, events, turns, service, ofType, answer };
}

/** The first question of chat `c`. */
export const question = {
  chatId: "c",
  questionId: "q1",
  parentId: null,
  content: "What is a lease?",
  model: "m",
  answerId: "a1",
};
