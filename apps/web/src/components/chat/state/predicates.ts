import { arenaOf, isRevealed, parleyMetadataOf } from "@parley/core";
import type { ChatState } from "./chat-state.ts";
import type { BranchMessage, ModelInfo } from "./types.ts";

/** Why a message can't be sent now; null when it can. */
export type SendObstacle = "empty" | "running" | "no-model" | "loading";

export function sendObstacle(
  state: ChatState,
  draft: string,
  model: ModelInfo | null,
): SendObstacle | null {
  if (state.phase !== "new" && state.phase !== "ready") return "loading";
  if (isRunning(state)) return "running";
  if (draft.trim() === "") return "empty";
  if (model === null || !model.available) return "no-model";
  return null;
}

export function canSend(state: ChatState, draft: string, model: ModelInfo | null): boolean {
  return sendObstacle(state, draft, model) === null;
}

/** An answer is being written, or about to be. */
export function isRunning(state: ChatState): boolean {
  return state.messages.some((message) => message.status === "streaming");
}

/** Shown before the server has it. */
function isPending(state: ChatState, messageId: string): boolean {
  return state.pending?.messages.some((message) => message.id === messageId) ?? false;
}

/** Actions are withheld from what is still being written or stored. */
export function isSettled(state: ChatState, message: BranchMessage): boolean {
  return message.status !== "streaming" && !isPending(state, message.id);
}

export function canRegenerate(state: ChatState, message: BranchMessage): boolean {
  return (
    message.role === "assistant" &&
    message.parentId !== null &&
    isSettled(state, message) &&
    !isRunning(state)
  );
}

/** Text can be edited in place; parts of other kinds stay as they are. */
export function canEdit(state: ChatState, message: BranchMessage): boolean {
  return (message.role === "user" || message.role === "assistant") && isSettled(state, message);
}

/** Only what ended early can go on. */
export function canContinue(state: ChatState, message: BranchMessage): boolean {
  const endedEarly =
    message.status === "stopped" || message.status === "interrupted" || message.status === "error";
  return message.role === "assistant" && endedEarly && !isRunning(state);
}

/** Where a message stands among its alternatives, from 1; null when it has none. */
export function placeOf(message: BranchMessage): { place: number; count: number } | null {
  const count = message.siblingIds.length;
  const index = message.siblingIds.indexOf(message.id);
  return count < 2 || index === -1 ? null : { place: index + 1, count };
}

/** The alternative `step` places away, or null at the ends. */
export function siblingOf(message: BranchMessage, step: 1 | -1): string | null {
  const index = message.siblingIds.indexOf(message.id);
  return index === -1 ? null : (message.siblingIds[index + step] ?? null);
}

/** How the answering model is called: as it was called then, else as the list calls it now. */
export function modelNameOf(message: BranchMessage, models: readonly ModelInfo[]): string | null {
  if (message.model === null) return null;
  const recorded = parleyMetadataOf(message.metadata).modelName;
  return recorded ?? models.find((model) => model.id === message.model)?.name ?? message.model;
}

/** What an arena picked for this answer, once it may be told; null otherwise. */
export function pickedNameOf({ metadata }: Pick<BranchMessage, "metadata">): string | null {
  return isRevealed(metadata) ? (arenaOf(metadata)?.pickedName ?? null) : null;
}
