import { Chats } from "../chat/chats.ts";
import type { ServerEvent } from "../events.ts";
import { Actions } from "../functions/actions.ts";
import { FunctionEvents } from "../functions/events.ts";
import type { PageQuestion } from "../functions/questions.ts";
import type { Principal } from "../identity.ts";
import type { PageAskOptions } from "../ports/person-pages.ts";
import type { PipelineFilters } from "../ports/upstream.ts";
import { Turns, type TurnsOptions } from "../turns/turns.ts";
import { manualClock } from "./clock.ts";
import { engineWorld } from "./engine-world.ts";
import { silentLog } from "./log.ts";
import { memoryChats } from "./memory-chats.ts";
import { ScriptedUpstream, scriptedConnection } from "./scripted-upstream.ts";

export const ada: Principal = {
  userId: "ada",
  name: "Ada",
  email: "ada@example.org",
  role: "user",
  via: "session",
};
export const bob: Principal = {
  userId: "bob",
  name: "Bob",
  email: "bob@example.org",
  role: "user",
  via: "session",
};

/** Turns over repositories in memory, a clock that is moved by hand and an upstream that is spoken by hand. */
export async function turnsWorld(
  modelIds: string[] = ["m"],
  {
    filters,
    ...options
  }: Pick<TurnsOptions, "directLine"> & {
    /** Makes the upstream a pipelines server, whose filter "filter" is for all models. */
    filters?: PipelineFilters;
  } = {},
) {
  let point = 0;
  const clock = manualClock();
  const chats = memoryChats();
  const upstream = new ScriptedUpstream(modelIds, filters);
  const events: ServerEvent[] = [];
  const publisher = {
    toChat: (_user: string, _chat: string, event: ServerEvent) => void events.push(event),
    toUser: (_user: string, event: ServerEvent) => void events.push(event),
    toAll: (event: ServerEvent) => void events.push(event),
  };
  /** What pages reply to questions, and what they were asked. */
  const replies: unknown[] = [];
  const asked: { userId: string; question: PageQuestion; options: PageAskOptions }[] = [];
  const functionEvents = new FunctionEvents({
    ...{ chats, publisher, newId: () => "question" },
    pages: {
      async ask(userId, question, options) {
        asked.push({ userId, question, options });
        return replies.shift();
      },
    },
    turns: () => turns,
  });
  const { models, upstreams, settings, ...stored } = engineWorld({
    clock,
    events: functionEvents,
    connections: [scriptedConnection],
    createUpstream: () => upstream,
    random: () => point,
  });
  await upstreams.reload();
  await clock.advance(0);
  let ids = 0;
  const start = () =>
    new Turns({
      chats,
      pipeline: stored.pipeline,
      settings,
      publisher,
      clock,
      newId: () => `turn-${++ids}`,
      log: silentLog,
      ...options,
      deltaMs: 30,
      draftMs: 400,
      endRetryMs: 100,
    });
  const turns = start();
  const service = new Chats({ chats, turns, publisher });
  const actions = new Actions({
    ...{ registry: stored.registry, sessions: stored.sessions, events: functionEvents },
    ...{ models, chats, publisher, clock },
  });
  const ofType = <T extends ServerEvent["type"]>(type: T) =>
    events.filter((event): event is Extract<ServerEvent, { type: T }> => event.type === type);
  const answer = async (id = "a1") => {
    const message = await chats.message("ada", "c", id);
    if (!message) throw new Error(`no message ${id}`);
    return message;
  };
  return {
    clock,
    chats,
    settings,
    upstream,
    models,
    ...stored,
    /** Turns as they are after the server was started anew over the same data. */
    restart: start,
    setRandom(value: number) {
      point = value;
    },
    events,
    actions,
    replies,
    asked,
    turns,
    service,
    ofType,
    answer,
  };
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
