import type { Permissions } from "../sdk/describe.ts";
import type { AnswerTo, FunctionEvent, FunctionQuestion } from "../sdk/events.ts";
import type { Json, JsonObject } from "../sdk/json.ts";
import type { CompletionBody } from "../sdk/messages.ts";
import type { Complete, Emit, FetchOptions, Storage } from "../sdk/tools.ts";
import { piece } from "./bodies.ts";

/** What the world outside does in a test. */
export type Fakes = {
  /** What the person says; without it nobody is there. */
  call?: (question: FunctionQuestion) => boolean | string | null;
  /** What the server says: a text is a body with status 200. */
  fetch?: (url: string, options: FetchOptions) => string | Response | Promise<string | Response>;
  /** What the model says. */
  complete?: (body: CompletionBody) => string | Promise<string>;
  /** What each completion is said to have used. */
  usage?: JsonObject;
  /** What the function has kept before. */
  kept?: JsonObject;
};

/** What a function did, in order. */
export type Recorded = {
  emitted: FunctionEvent[];
  asked: FunctionQuestion[];
  fetched: { url: string; options: FetchOptions }[];
  completed: CompletionBody[];
  kept: Map<string, Json>;
};

/** `emit`, `call`, `fetch`, `complete` and `storage` that write down what is done with them. */
export function recordingTools(permissions: Permissions, fakes: Fakes) {
  const recorded: Recorded = {
    emitted: [],
    asked: [],
    fetched: [],
    completed: [],
    kept: new Map(Object.entries(fakes.kept ?? {})),
  };

  const emit: Emit = async (event) => {
    recorded.emitted.push(structuredClone(event));
  };

  async function call<Question extends FunctionQuestion>(
    question: Question,
  ): Promise<AnswerTo<Question>>;
  async function call(question: FunctionQuestion): Promise<boolean | string | null> {
    recorded.asked.push(structuredClone(question));
    return fakes.call?.(question) ?? null;
  }

  const fetch = async (url: string, options: FetchOptions = {}) => {
    const { host } = new URL(url);
    allow(permissions.fetch ?? [], host, "fetch");
    recorded.fetched.push({ url, options });
    if (!fakes.fetch) throw new Error(`The test says nothing about ${url}: give \`fetch\`.`);
    const response = await fakes.fetch(url, options);
    return typeof response === "string" ? new Response(response) : response;
  };

  const ask = async (body: CompletionBody) => {
    allow(permissions.models ?? [], body.model, "models");
    recorded.completed.push(structuredClone(body));
    if (!fakes.complete) {
      throw new Error(`The test says nothing about ${body.model}: give \`complete\`.`);
    }
    return await fakes.complete(body);
  };
  const complete: Complete = Object.assign(
    async (body: CompletionBody) => ({ text: await ask(body), usage: fakes.usage ?? null }),
    {
      async *stream(body: CompletionBody) {
        for (const word of (await ask(body)).split(/(?<= )/)) yield piece(word);
      },
    },
  );

  const storage = permissions.storage ? mapStorage(recorded.kept) : noStorage;
  return { recorded, tools: { emit, call, fetch, complete, storage } };
}

/** As Parley does it: "*" is all, "*.example.com" is every host below. */
function allow(names: string[], wanted: string, permission: "fetch" | "models") {
  const named = names.some(
    (name) =>
      name === "*" || name === wanted || (name.startsWith("*.") && wanted.endsWith(name.slice(1))),
  );
  if (!named) throw new Error(`permissions.${permission} does not name ${wanted}.`);
}

function mapStorage(kept: Map<string, Json>): Storage {
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => {
      kept.set(key, structuredClone(value));
    },
    delete: async (key) => {
      kept.delete(key);
    },
    keys: async (prefix = "") => [...kept.keys()].filter((key) => key.startsWith(prefix)).sort(),
    add: async (key, amount) => {
      const before = kept.get(key);
      const sum = (typeof before === "number" ? before : 0) + amount;
      kept.set(key, sum);
      return sum;
    },
  };
}

const refuse = async () => {
  throw new Error("permissions.storage is not set.");
};
const noStorage: Storage = { get: refuse, set: refuse, delete: refuse, keys: refuse, add: refuse };
