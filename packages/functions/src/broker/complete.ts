import {
  type FunctionTools,
  type Json,
  type JsonObject,
  jsonObject,
  type LoadedFunction,
} from "@parley/core";
import { z } from "zod";
import { demandParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

/** How many pieces a reader is ready for. */
export type Credit = { add(count: number): void; take(signal: AbortSignal): Promise<void> };

export function createCredit(): Credit {
  let left = 0;
  let wake: (() => void) | null = null;
  return {
    add(count) {
      left = Math.min(left + count, 10_000);
      wake?.();
    },
    async take(signal) {
      while (left === 0) {
        signal.throwIfAborted();
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const leave = () => resolve();
        signal.addEventListener("abort", leave, { once: true });
        await promise;
        signal.removeEventListener("abort", leave);
      }
      left -= 1;
    },
  };
}

type Completion = {
  fn: LoadedFunction;
  tools: FunctionTools;
  input: Json;
  signal: AbortSignal;
};

const request = z.looseObject({ model: z.string().min(1).max(500), messages: z.array(jsonObject) });

function permitted({ fn, input }: Completion, stream: boolean): JsonObject {
  const { models } = fn.manifest.permissions;
  const model = modelOf(input);
  if (!models.includes("*") && !models.includes(model)) {
    throw new Refusal(`The model "${model}" is not among this function's permissions.`);
  }
  demandParts(input, 50_000);
  const parsed = request.safeParse(input);
  if (!parsed.success) throw incomplete();
  return jsonObject.parse({ ...parsed.data, stream });
}

const incomplete = () => new Refusal("A completion needs a `model` and `messages`.");

function modelOf(input: Json): string {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw incomplete();
  if (typeof input.model !== "string") throw incomplete();
  return input.model;
}

const piece = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: z.looseObject({ content: z.string().nullish() }).nullish(),
        message: z.looseObject({ content: z.string().nullish() }).nullish(),
      }),
    )
    .optional(),
  usage: jsonObject.nullish(),
});

/** A completion as one text. */
export async function completeWhole(asked: Completion): Promise<Json> {
  let text = "";
  let usage: JsonObject | null = null;
  for await (const given of asked.tools.complete(permitted(asked, false), asked.signal)) {
    const parsed = piece.safeParse(given);
    if (!parsed.success) continue;
    const [choice] = parsed.data.choices ?? [];
    text += choice?.delta?.content ?? choice?.message?.content ?? "";
    usage = parsed.data.usage ?? usage;
  }
  return { text, usage };
}

/** A completion piece by piece, no faster than the function reads it. */
export async function streamCompletion(
  asked: Completion & { credit: Credit; give(pieces: Json[]): void },
): Promise<Json> {
  for await (const given of asked.tools.complete(permitted(asked, true), asked.signal)) {
    await asked.credit.take(asked.signal);
    asked.give([given]);
  }
  return null;
}
