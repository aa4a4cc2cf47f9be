import { idsIn, type JsonObject } from "@parley/core";
import type { ManagedModel } from "../../models/types.ts";
import type { FunctionView } from "../types.ts";

type Attachable = Pick<FunctionView, "id" | "kind">;

function keyOf({ kind }: Attachable): "filterIds" | "actionIds" {
  return kind === "action" ? "actionIds" : "filterIds";
}

export function isAttached({ definition }: ManagedModel, fn: Attachable): boolean {
  return idsIn(definition?.meta ?? {}, keyOf(fn)).includes(fn.id);
}

/** A model's notes with this function attached, or without it; what else is noted stays. */
export function withFunction(meta: JsonObject, fn: Attachable, isOn: boolean): JsonObject {
  const key = keyOf(fn);
  const { [key]: _, ...rest } = meta;
  const others = idsIn(meta, key).filter((id) => id !== fn.id);
  const ids = isOn ? [...others, fn.id] : others;
  return ids.length === 0 ? rest : { ...rest, [key]: ids };
}
