import type {
  FunctionFacts,
  FunctionStorage,
  FunctionTools,
  Json,
  JsonObject,
  LoadedFunction,
} from "@parley/core";
import { systemClock } from "@parley/core";
import {
  createFunctionHost,
  type FunctionHostOptions,
  type ReadyFunctionHost,
} from "../host/host.ts";

const quiet = { info() {}, warn() {}, error() {} };

/** What functions keep, in memory. */
export function memoryStorage(): FunctionStorage {
  const values = new Map<string, Json>();
  const at = (id: string, key: string) => `${id}\0${key}`;
  return {
    get: async (id, key) => values.get(at(id, key)),
    set: async (id, key, value) => void values.set(at(id, key), value),
    delete: async (id, key) => void values.delete(at(id, key)),
    keys: async (id, prefix) =>
      [...values.keys()]
        .filter((key) => key.startsWith(at(id, prefix)))
        .map((key) => key.slice(id.length + 1))
        .toSorted(),
    async size(id) {
      const own = [...values].filter(([key]) => key.startsWith(at(id, "")));
      const bytes = own.reduce((sum, [, value]) => sum + JSON.stringify(value).length, 0);
      return { keys: own.length, bytes };
    },
    async add(id, key, amount) {
      const sum = Number(values.get(at(id, key)) ?? 0) + amount;
      values.set(at(id, key), sum);
      return sum;
    },
  };
}

export function newHost(options: Partial<FunctionHostOptions> = {}): ReadyFunctionHost {
  return createFunctionHost({
    storage: memoryStorage(),
    log: quiet,
    clock: systemClock,
    ...options,
  });
}

export const facts: FunctionFacts = {
  user: { id: "u1", name: "Ada", email: "ada@example.com", role: "user", valves: {} },
  model: { id: "m1", name: "Model" },
  metadata: { chat_id: "c1" },
  chatId: "c1",
  messageId: "a1",
  request: { caller: "chat", startedAt: 1 },
};

export const noTools: FunctionTools = {
  emit: async () => undefined,
  call: async () => null,
  async *complete() {
    yield { choices: [{ message: { content: "hi" } }], usage: { total_tokens: 3 } };
  },
};

/** Inspects a source, and gives it as a version that can be called. */
export async function loaded(
  host: ReadyFunctionHost,
  source: string,
  given: { id?: string; version?: number; valves?: JsonObject } = {},
): Promise<LoadedFunction> {
  const manifest = await host.inspect(source, new AbortController().signal);
  return { id: "fn", version: 1, valves: {}, ...given, source, manifest };
}

export const never = new AbortController().signal;

/** A filter with these handlers, written as they stand in a source. */
export function filterSource(handlers: string, more = ""): string {
  return `import { defineFilter, block, z, valve } from "@parley/functions";\n${more}\nexport default defineFilter({ name: "Test", ${handlers} });\n`;
}
