import { isDirect } from "../direct/route.ts";
import { isParleyError, type ParleyError, storedError } from "../errors.ts";
import type { Offer } from "../models/offers.ts";
import type { CompletionOrigin, PipelineUser, UpstreamAnswer } from "../ports/upstream.ts";
import { type Health, inOrder } from "./health.ts";
import type { Trace } from "./trace.ts";
import type { CompletionRequest } from "./wire.ts";

export type DispatchParts = { health: Health; random: () => number };
export type DispatchCall = {
  offers: readonly [Offer, ...Offer[]];
  request: CompletionRequest;
  /** Who asks: models of pipelines servers are told. */
  user: PipelineUser;
  /** The same and more, for what answers inside Parley. */
  origin: CompletionOrigin;
  signal: AbortSignal;
  trace: Trace;
};

/**
 * Asks the connections that serve a model, one after the other, until one accepts. Only what failed
 * before the first byte goes on to the next; a request that is itself at fault does not. Rejects with
 * the last failure.
 */
export async function dispatch(
  { health, random }: DispatchParts,
  { offers, request, user, origin, signal, trace }: DispatchCall,
): Promise<{ answer: UpstreamAnswer; offer: Offer }> {
  const order = inOrder(offers, { health, random });
  for (const [index, offer] of order.entries()) {
    const { connection, upstream, model } = offer;
    const at = trace.elapsed;
    const direct = isDirect(offer);
    const attempt = {
      step: "attempt",
      at,
      connection: connection.name,
      kind: direct ? "direct" : connection.kind,
    } as const;
    if (!direct) health.asking(connection.id);
    try {
      const told = model.pipeline === undefined ? {} : { user: { ...user } };
      const sent = { ...request, ...told, model: model.id };
      const answer = await upstream.complete(sent, { signal, origin });
      if (!direct) health.answered(connection.id);
      trace.add({ ...attempt, ms: trace.elapsed - at, model: model.id, outcome: "accepted" });
      return { answer, offer };
    } catch (error) {
      const ms = trace.elapsed - at;
      if (signal.aborted || !isParleyError(error)) {
        if (!direct) health.unknown(connection.id);
        trace.add({ ...attempt, ms, model: model.id, outcome: "stopped" });
        throw error;
      }
      // Endpoints of people's browsers have nothing in common that could be counted.
      if (!direct && isFaultOfConnection(error)) health.failed(connection.id);
      else if (!direct) health.answered(connection.id);
      trace.add({
        ...attempt,
        ms,
        model: model.id,
        outcome: "failed",
        error: storedError(error),
      });
      if (index === order.length - 1 || !isWorthAnother(error)) throw error;
    }
  }
  throw new Error("a model is offered by at least one connection");
}

/** Down, overloaded or broken: what the breaker counts. */
function isFaultOfConnection({ code, status }: ParleyError): boolean {
  return isOfUpstream(code) && (status >= 500 || status === 408 || status === 429);
}

/** What another server might answer: also a key or a model that only this one refuses. */
function isWorthAnother(error: ParleyError): boolean {
  const others = [401, 402, 403, 404];
  return isFaultOfConnection(error) || (isOfUpstream(error.code) && others.includes(error.status));
}

function isOfUpstream(code: ParleyError["code"]): boolean {
  return code.startsWith("upstream_");
}
