import { type FunctionStorage, type Json, json, type LoadedFunction } from "@parley/core";
import { z } from "zod";
import type { FunctionLimits } from "../host/limits.ts";
import { demandParts } from "./parts.ts";
import { Refusal } from "./refusal.ts";

type StorageLimits = Pick<
  FunctionLimits,
  "storageKeyLength" | "storageValueBytes" | "storageKeys" | "storageBytes"
>;

const action = z.discriminatedUnion("do", [
  z.object({ do: z.literal("get"), key: z.string() }),
  z.object({ do: z.literal("set"), key: z.string(), value: json }),
  z.object({ do: z.literal("delete"), key: z.string() }),
  z.object({ do: z.literal("keys"), prefix: z.string() }),
  z.object({ do: z.literal("add"), key: z.string(), amount: z.number() }),
]);

/** What a function keeps between calls: its own alone, because the id is the host's. */
export async function storageAsk(asked: {
  fn: LoadedFunction;
  storage: FunctionStorage;
  limits: StorageLimits;
  input: Json;
}): Promise<Json> {
  const { fn, storage, limits, input } = asked;
  if (!fn.manifest.permissions.storage) {
    throw new Refusal(
      "`permissions: { storage: true }` is missing: nothing can be kept without it.",
    );
  }
  demandParts(input, 50_000);
  const parsed = action.safeParse(input);
  if (!parsed.success) throw new Refusal("Keys are texts, and values have to be JSON.");
  const wanted = parsed.data;
  if (wanted.do === "keys") return await storage.keys(fn.id, wanted.prefix);
  const { key } = wanted;
  if (key.length === 0 || key.length > limits.storageKeyLength || key.includes("\0")) {
    throw new Refusal(`A key has 1 to ${limits.storageKeyLength} characters.`);
  }
  switch (wanted.do) {
    case "get": {
      const value = await storage.get(fn.id, key);
      return value === undefined ? { found: false } : { found: true, value };
    }
    case "set": {
      const bytes = Buffer.byteLength(JSON.stringify(wanted.value));
      if (bytes > limits.storageValueBytes) {
        throw new Refusal(`A value may take ${limits.storageValueBytes / 1024} KB.`);
      }
      await demandRoom(asked, { key, bytes });
      await storage.set(fn.id, key, wanted.value);
      return null;
    }
    case "add":
      await demandRoom(asked, { key, bytes: 0 });
      return await storage.add(fn.id, key, wanted.amount);
    case "delete":
      await storage.delete(fn.id, key);
      return null;
  }
}

/** In front of what is written: a number that is added to takes no more than it did. */
async function demandRoom(
  { fn, storage, limits }: { fn: LoadedFunction; storage: FunctionStorage; limits: StorageLimits },
  { key, bytes }: { key: string; bytes: number },
): Promise<void> {
  const isKnown = (await storage.get(fn.id, key)) !== undefined;
  if (isKnown && bytes === 0) return;
  const kept = await storage.size(fn.id);
  if (!isKnown && kept.keys >= limits.storageKeys) {
    throw new Refusal(`It keeps ${limits.storageKeys} things already: delete some first.`);
  }
  if (kept.bytes + bytes > limits.storageBytes) {
    throw new Refusal(
      `What it keeps may take ${limits.storageBytes / 1024 ** 2} MB in all: delete some first.`,
    );
  }
}
