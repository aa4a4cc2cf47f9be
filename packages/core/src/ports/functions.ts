import type { Json, JsonObject } from "../json.ts";

export type FunctionKind = "filter" | "pipe" | "action";

/** What a function may be called for. */
export type FunctionHook = "inlet" | "stream" | "outlet" | "pipe" | "action";

/** What a source says about itself, read when it is saved. */
export type FunctionManifest = {
  kind: FunctionKind;
  name: string;
  version: string | null;
  description: string | null;
  icon: string | null;
  author: string | null;
  permissions: { fetch: string[]; models: string[]; storage: boolean };
  /** JSON Schemas of the valves; null: it has none. */
  valves: JsonObject | null;
  userValves: JsonObject | null;
  /** Properties of `options`: choices for valves that are asked for when a form is shown. */
  options: string[];
  /** For each handler that it has, the properties that it names: only they are sent. */
  hooks: Partial<Record<FunctionHook, string[]>>;
  priority: number;
  toggle: boolean;
  whenItFails: "closed" | "open";
  /** Whether tasks such as titles pass through it. */
  tasks: boolean;
  /** Of an action with several buttons. */
  actions: { id: string; name: string; icon: string | null }[];
  /** Of a pipe: its models, when they are fixed; null when it is one; "dynamic": it is asked. */
  pipes: { id: string; name: string; description?: string }[] | "dynamic" | null;
};

/** A version of a function that can be called. Another source is another version. */
export type LoadedFunction = {
  id: string;
  version: number;
  source: string;
  manifest: FunctionManifest;
  /** As an admin set them, with the schema's defaults, secrets in the clear. */
  valves: JsonObject;
};

/** What a handler can be told; the host sends of it what the handler names. */
export type FunctionFacts = {
  user: { id: string; name: string; email: string; role: string; valves: JsonObject };
  model: { id: string; name: string };
  metadata: JsonObject;
  chatId: string;
  messageId: string;
  request: { caller: string; startedAt: number };
};

/**
 * What a handler may ask of Parley while it runs. The host checks shapes and permissions; these decide
 * about rights. Each rejects with a ParleyError that the function is told.
 */
export type FunctionTools = {
  emit(event: Json): Promise<void>;
  /** Null: nobody was there, or said nothing in time. */
  call(question: Json, signal: AbortSignal): Promise<Json>;
  /** Chunks in OpenAI's shape; not streamed: one that holds all. */
  complete(request: JsonObject, signal: AbortSignal): AsyncIterable<Json>;
};

/** What came back from a handler. */
export type FunctionResult =
  | { outcome: "value"; value: Json }
  /** Nothing was returned: what was given stays. */
  | { outcome: "nothing" }
  /** A verdict with a sentence for the person. */
  | { outcome: "blocked"; message: string };

/**
 * A version of a function at work for one completion or one action: all its calls go to one process of
 * that version, also when a newer one is installed meanwhile.
 */
export interface FunctionSession {
  /**
   * Rejects with `function_failed` (it threw, broke, took too long, gave back too much) or
   * `function_unavailable` (it can't run now), both with a sentence that names the function; with the
   * signal's reason when that is aborted.
   */
  call(
    hook: "inlet" | "outlet" | "action",
    input: JsonObject,
    signal: AbortSignal,
  ): Promise<FunctionResult>;
  /**
   * What each event becomes, in order: another, the very same object, or null when it is left out. Events
   * are never changed once they are given. `body` is the
   * request that is answered, for handlers that name it: of what is given, the first counts, and without
   * any, the one that this session's inlet let through.
   */
  stream(
    events: JsonObject[],
    signal: AbortSignal,
    body?: JsonObject,
  ): Promise<(JsonObject | null)[]>;
  /** What a pipe gives, piece by piece; asks for no more than is read. Leaving early cancels it. */
  pipe(input: JsonObject, signal: AbortSignal): AsyncIterable<Json>;
  /** To be called once, when nothing more is asked. */
  close(): void;
}

export type FunctionLogLine = {
  /** Milliseconds since 1970. */
  at: number;
  level: "debug" | "info" | "warn" | "error";
  text: string;
};

/** How a function has fared in the last 24 hours, in this process. */
export type FunctionFigures = {
  state: "idle" | "starting" | "running" | "broken";
  /** Why it is broken, as a sentence. */
  reason: string | null;
  calls: number;
  errors: number;
  /** Milliseconds; null without calls. */
  p95Ms: number | null;
  /** Milliseconds since 1970; null without calls. */
  lastUsedAt: number | null;
};

/** Whether functions can run on this machine at all. */
export type FunctionHostStatus =
  | { available: true; runtime: string; outerLayer: string | null }
  /** `pending`: it is being found out, and calls wait for that. */
  | { available: false; reason: string; pending?: true };

/** Where functions run: never in Parley's own process. */
export interface FunctionHost {
  status(): FunctionHostStatus;
  /** Rejects with `invalid_request`, saying what is wrong and where, or `function_unavailable`. */
  inspect(source: string, signal: AbortSignal): Promise<FunctionManifest>;
  open(fn: LoadedFunction, facts: FunctionFacts, tools: FunctionTools): FunctionSession;
  /** The models of a manifold, asked anew. */
  pipes(fn: LoadedFunction, signal: AbortSignal): Promise<{ id: string; name: string }[]>;
  /** The choices of a valve. */
  options(fn: LoadedFunction, name: string, signal: AbortSignal): Promise<string[]>;
  /** Lets what runs of other versions end, then stops them; `version` null: all of them. */
  retire(id: string, version: number | null): void;
  /** The function was removed: what is known of how it fared goes too. */
  forget(id: string): void;
  figures(id: string): FunctionFigures;
  /** The last lines that it wrote, oldest first. */
  logs(id: string): FunctionLogLine[];
  /** Called with every new line; the returned function ends that. */
  onLog(id: string, listener: (line: FunctionLogLine) => void): () => void;
  close(): Promise<void>;
}

/** What a function keeps; see `Storage` of the SDK. Every method is atomic. */
export interface FunctionStorage {
  get(functionId: string, key: string): Promise<Json | undefined>;
  set(functionId: string, key: string, value: Json): Promise<void>;
  delete(functionId: string, key: string): Promise<void>;
  keys(functionId: string, prefix: string): Promise<string[]>;
  /** How much it keeps: about as many bytes as that takes where it is kept. */
  size(functionId: string): Promise<{ keys: number; bytes: number }>;
  add(functionId: string, key: string, amount: number): Promise<number>;
}

/** A function as it is stored. Times in milliseconds since 1970. */
export type StoredFunction = {
  id: string;
  enabled: boolean;
  /** Of filters and actions: for every model. */
  global: boolean;
  /** Counts from 1. */
  version: number;
  source: string;
  manifest: FunctionManifest;
  /** Only what an admin set; secrets in the clear. */
  valves: JsonObject;
  /** The file in the functions folder that it comes from; null: it was made on the page. */
  file: string | null;
  /** Shipped with Parley, under this name; null: it isn't. */
  shipped: string | null;
  createdAt: number;
  updatedAt: number;
};

export type FunctionVersion = {
  version: number;
  source: string;
  /** Name of who saved it; null when that is not known. */
  savedBy: string | null;
  createdAt: number;
};

/** Where functions live. Every method is atomic. Valves are encrypted where the repository writes. */
export interface FunctionRepository {
  /** All, by id. */
  list(): Promise<StoredFunction[]>;
  find(id: string): Promise<StoredFunction | null>;
  /** Null when the id is taken. Becomes version 1. */
  create(
    fn: Omit<StoredFunction, "version" | "createdAt" | "updatedAt">,
    savedBy: string | null,
  ): Promise<StoredFunction | null>;
  /** A new version; null when it is not there. The same source again makes none. */
  save(
    id: string,
    next: Pick<StoredFunction, "source" | "manifest">,
    savedBy: string | null,
  ): Promise<StoredFunction | null>;
  /** Null when it is not there. */
  change(
    id: string,
    patch: Partial<Pick<StoredFunction, "enabled" | "global" | "valves" | "file">>,
  ): Promise<StoredFunction | null>;
  /** Replaces the valves by what `edit` makes of the function; nobody writes them meanwhile. */
  changeValves(
    id: string,
    edit: (before: StoredFunction) => JsonObject,
  ): Promise<StoredFunction | null>;
  /** With its versions, people's valves, and what it kept. */
  remove(id: string): Promise<boolean>;
  /** Newest first. */
  versions(id: string): Promise<FunctionVersion[]>;
  /** What a person set; empty when nothing was. */
  userValves(id: string, userId: string): Promise<JsonObject>;
  setUserValves(id: string, userId: string, valves: JsonObject): Promise<void>;
  /** Replaces them by what `edit` makes of them; nobody writes them meanwhile. */
  changeUserValves(
    id: string,
    userId: string,
    edit: (before: JsonObject) => JsonObject,
  ): Promise<JsonObject>;
}
