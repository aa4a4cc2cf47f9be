import { idsIn, type JsonObject } from "@parley/core";
import type { ManagedModel } from "../../models/types.ts";
import type { FunctionView } from "../types.ts";

type Attachable = Pick<FunctionView, "id" | "kind">;

/** `attached`: it runs for the model, or is offered there. `onAtFirst`: new chats have it on. */
export type Attachment = "attached" | "onAtFirst";

function keyOf({ kind }: Attachable, what: Attachment) {
  if (what === "onAtFirst") return "defaultFilterIds" as const;
  return kind === "action" ? ("actionIds" as const) : ("filterIds" as const);
}

export function has({ definition }: ManagedModel, fn: Attachable, what: Attachment): boolean {
  return idsIn(definition?.meta ?? {}, keyOf(fn, what)).includes(fn.id);
}

export type AttachmentChange = { what: Attachment; isOn: boolean };

/** A model's notes with this function attached, or without it; what else is noted stays. */
export function withFunction(
  meta: JsonObject,
  fn: Attachable,
  { what, isOn }: AttachmentChange,
): JsonObject {
  const key = keyOf(fn, what);
  const { [key]: _, ...rest } = meta;
  const others = idsIn(meta, key).filter((id) => id !== fn.id);
  const ids = isOn ? [...others, fn.id] : others;
  return ids.length === 0 ? rest : { ...rest, [key]: ids };
}
