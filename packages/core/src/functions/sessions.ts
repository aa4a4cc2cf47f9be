import type { CompletionCall, OpenedCompletion } from "../completion/pipeline.ts";
import { seenByFilters } from "../completion/seen-by-filters.ts";
import { completionRequest } from "../completion/wire.ts";
import { isParleyError, ParleyError } from "../errors.ts";
import { type Json, type JsonObject, jsonObject } from "../json.ts";
import type {
  FunctionHost,
  FunctionSession,
  FunctionTools,
  LoadedFunction,
} from "../ports/functions.ts";
import type { CompletionOrigin } from "../ports/upstream.ts";
import type { FunctionEvents } from "./events.ts";
import type { ActiveFunction, FunctionRegistry } from "./registry.ts";

export type FunctionSessionsParts = {
  host: Pick<FunctionHost, "open">;
  registry: Pick<FunctionRegistry, "userValves">;
  events: Pick<FunctionEvents, "emit" | "ask">;
  /** The pipeline's `open`: what functions ask models for takes the same way as all else. */
  complete: (call: CompletionCall) => Promise<OpenedCompletion>;
  /** How many functions may stand behind one another, each asking a model of the next. Default 3. */
  mostInChain?: number;
  /** Characters of all events that a function sends in one completion or action. Default 16 million. */
  mostTold?: number;
};

/** Where functions are put to work: with the rights of the person who asks, and nothing else. */
export class FunctionSessions {
  readonly #parts: Required<FunctionSessionsParts>;

  constructor(parts: FunctionSessionsParts) {
    this.#parts = { mostInChain: 3, mostTold: 16_000_000, ...parts };
  }

  /** Rejects as reading somebody's valves does. The session is to be closed once. */
  async open(
    fn: LoadedFunction & Pick<ActiveFunction, "broken">,
    origin: CompletionOrigin,
    tools: Partial<FunctionTools> = {},
  ): Promise<FunctionSession> {
    if (fn.broken !== undefined) throw new ParleyError("function_unavailable", fn.broken);
    const { principal, place, model, metadata, caller, startedAt } = origin;
    const { userId, name, email, role } = principal;
    const valves = await this.#parts.registry.userValves(fn, userId);
    const facts = {
      user: { id: userId, name, email, role, valves },
      model,
      metadata,
      chatId: place?.chatId ?? "",
      messageId: place?.messageId ?? "",
      request: { caller, startedAt },
    };
    return this.#parts.host.open(fn, facts, { ...this.#toolsOf(fn, origin), ...tools });
  }

  #toolsOf(fn: LoadedFunction, origin: CompletionOrigin): FunctionTools {
    const { events, mostTold } = this.#parts;
    let told = 0;
    const { principal, place, model, metadata, isTask, isBlind = false } = origin;
    // A pipe's name tells what a blind arena picked.
    const from = isBlind && fn.manifest.kind === "pipe" ? model.name : fn.manifest.name;
    const sessionId = typeof metadata.session_id === "string" ? metadata.session_id : "";
    // Nothing is shown of what belongs to no message.
    const target = place === null || isTask ? null : { principal, place, from };
    return {
      emit: async (event) => {
        if (target === null) return;
        // All of it is kept with the message.
        told += JSON.stringify(event).length;
        if (told > mostTold) {
          throw new ParleyError(
            "function_failed",
            `It has told ${Math.floor(mostTold / 1e6)} million characters about one message; no more are taken.`,
          );
        }
        await events.emit(target, event);
      },
      call: async (question, signal) =>
        target === null ? null : events.ask(target, question, { sessionId, signal }),
      complete: (request, signal) => this.#complete(fn, origin, { request, signal }),
    };
  }

  async *#complete(
    fn: LoadedFunction,
    { principal, chain, metadata }: CompletionOrigin,
    { request: given, signal }: { request: JsonObject; signal: AbortSignal },
  ): AsyncGenerator<Json> {
    const deeper = [...chain, fn.id];
    if (deeper.length > this.#parts.mostInChain) {
      throw new ParleyError(
        "function_failed",
        `Functions ask one another in a circle: ${deeper.join(" → ")}.`,
      );
    }
    const request = completionRequest.safeParse(given);
    if (!request.success) {
      const issue = request.error.issues[0];
      throw new ParleyError(
        "invalid_request",
        `complete: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "no request"}`,
      );
    }
    const { filter_ids = [] } = metadata;
    const opened = await this.#parts.complete({
      ...{ principal, signal, request: request.data, chain: deeper, told: { filter_ids } },
    });
    let end: Parameters<OpenedCompletion["ended"]>[0] = { outcome: "left" };
    try {
      for await (const chunk of seenByFilters(opened, signal)) yield jsonObject.parse(chunk);
      end = { outcome: "done" };
    } catch (error) {
      end = { outcome: "error", error: isParleyError(error) ? error : null };
      throw error;
    } finally {
      opened.ended(end);
    }
  }
}
