import type { Message } from "../chat/message.ts";
import { emptyFold, type Folded } from "../completion/fold.ts";
import type { OpenedCompletion } from "../completion/pipeline.ts";
import type { Trace } from "../completion/trace.ts";
import type { WireMessage } from "../completion/wire.ts";
import type { RunningTurn } from "../events.ts";
import type { Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { Route } from "../models/route.ts";
import type { Draft } from "../ports/chats.ts";
import type { KeptPick } from "./answer-metadata.ts";

/** Why a running turn was told to end. */
export type StopReason = "stopped" | "interrupted" | "removed";

export type Text = { content: string; reasoning: string };

/** What a caller may add to the request that a turn makes. */
export type TurnOptions = {
  /** Further keys, such as `temperature` or `tools`. */
  keys?: JsonObject;
  /** Goes before the chat's own messages. */
  system?: WireMessage[];
  /** Goes after them; it is not stored. */
  closing?: WireMessage[];
  /** What is said to filters only. */
  told?: JsonObject;
};

/** A turn while it runs, in memory. */
export type Turn = {
  readonly turnId: string;
  readonly chatId: string;
  readonly messageId: string;
  readonly principal: Principal;
  readonly route: Route;
  readonly trace: Trace;
  /** The branch that is answered, the question last (or the answer that is gone on with). */
  readonly branch: Message[];
  readonly options: TurnOptions;
  /** What the message carried when the turn began. */
  readonly metadata: JsonObject;
  readonly startedAt: number;
  readonly abort: AbortController;
  /** Text that stood in the message before this turn (a continued answer). */
  readonly base: Text;
  readonly folded: Folded;
  firstTokenAt: number | null;
  /** Tells how the upstream's answer ended; null while no upstream has accepted. */
  reportEnd: OpenedCompletion["ended"] | null;
  /** What filters and other functions put in place of the text; null while nothing was changed. */
  replaced: string | null;
  /** How much of `folded` that text stands for; what came later follows it. */
  replacedUpTo: number;
  /** Custom fields that filters gave the answer. */
  fields: JsonObject;
  /** A filter wants the answer to be shown to nobody. */
  withheld: boolean;
  /** Filters changed messages before the answer. */
  branchChanged: boolean;
  /** Where filters sent the request instead of `route`, and what is kept of arenas since (null: nothing). */
  moved: { to: Route; pick: KeptPick | null } | null;
  stopReason: StopReason | null;
  /** Readers in this process; each is given what is published, as it is. */
  readonly taps: Set<(text: Text) => void>;
  /** Counts published deltas. */
  seq: number;
  /** Lengths already published. */
  published: { content: number; reasoning: number };
  /**
   * Text not yet published, and not yet written as a draft. Kept apart from `folded`, because cutting
   * a piece off a long text copies all of it, and that would happen with every delta.
   */
  unpublished: Text;
  undrafted: Text;
  /** Drafts whose write has not succeeded yet. */
  unwritten: Draft[];
  /** Counts drafts. */
  draftSeq: number;
  /** Settles when the end is committed and published. */
  done: Promise<void>;
};

export function newTurn(
  parts: Pick<
    Turn,
    | "turnId"
    | "chatId"
    | "messageId"
    | "principal"
    | "route"
    | "trace"
    | "branch"
    | "options"
    | "metadata"
    | "startedAt"
    | "base"
  >,
): Turn {
  return {
    ...parts,
    abort: new AbortController(),
    folded: { ...emptyFold(), content: parts.base.content, reasoning: parts.base.reasoning },
    firstTokenAt: null,
    reportEnd: null,
    replaced: null,
    replacedUpTo: 0,
    fields: {},
    withheld: false,
    branchChanged: false,
    moved: null,
    stopReason: null,
    taps: new Set(),
    seq: 0,
    published: { content: parts.base.content.length, reasoning: parts.base.reasoning.length },
    unpublished: { content: "", reasoning: "" },
    undrafted: { content: "", reasoning: "" },
    unwritten: [],
    draftSeq: 0,
    done: Promise.resolve(),
  };
}

/** The text as it stands, with what was put in place of it. */
export function textNow({ folded, replaced, replacedUpTo }: Turn): string {
  return replaced === null ? folded.content : replaced + folded.content.slice(replacedUpTo);
}

export function replaceTextOf(turn: Turn, text: string): void {
  turn.replaced = text;
  turn.replacedUpTo = turn.folded.content.length;
}

/** Adds text that arrived. */
export function addText(turn: Turn, delta: Text): void {
  turn.unpublished.content += delta.content;
  turn.unpublished.reasoning += delta.reasoning;
  turn.undrafted.content += delta.content;
  turn.undrafted.reasoning += delta.reasoning;
}

/** Takes what has not been published; the caller publishes it as delta number `turn.seq`. */
export function takeUnpublished(turn: Turn): Text | null {
  const text = turn.unpublished;
  if (text.content === "" && text.reasoning === "") return null;
  turn.unpublished = { content: "", reasoning: "" };
  turn.published = {
    content: turn.published.content + text.content.length,
    reasoning: turn.published.reasoning + text.reasoning.length,
  };
  turn.seq += 1;
  return text;
}

/**
 * What is to be written now: drafts whose write is not known to have succeeded, under their old
 * numbers, so that writing one twice does no harm, and what has arrived since.
 */
export function draftsOf(turn: Turn): Draft[] {
  const content = wholeCharacters(turn.undrafted.content);
  const { reasoning } = turn.undrafted;
  if (content !== "" || reasoning !== "") {
    turn.undrafted = { content: turn.undrafted.content.slice(content.length), reasoning: "" };
    turn.draftSeq += 1;
    const { turnId, chatId, messageId } = turn;
    turn.unwritten.push({ turnId, chatId, messageId, seq: turn.draftSeq, content, reasoning });
  }
  return turn.unwritten;
}

/** Forgets drafts that were written. */
export function dropDrafts(turn: Turn): void {
  turn.unwritten = [];
}

/** Text without a last half of a character, which a database would not take. */
function wholeCharacters(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

/**
 * What a page lacks of a running turn, given how much it has. Only published text is counted, so that
 * the next delta continues exactly where this ends.
 */
export function catchUp(
  turn: Turn,
  have: { content: number; reasoning: number } | null,
): RunningTurn {
  const at = Math.min(have?.content ?? 0, turn.published.content);
  const reasoningAt = Math.min(have?.reasoning ?? 0, turn.published.reasoning);
  return {
    turnId: turn.turnId,
    messageId: turn.messageId,
    seq: turn.seq,
    at,
    content: turn.folded.content.slice(at, turn.published.content),
    reasoningAt,
    reasoning: turn.folded.reasoning.slice(reasoningAt, turn.published.reasoning),
    startedAt: turn.startedAt,
  };
}
