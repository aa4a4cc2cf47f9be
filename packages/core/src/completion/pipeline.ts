import type { ArenaRecord } from "../chat/blind.ts";
import { isDirectRoute } from "../direct/route.ts";
import { isParleyError, type ParleyError, withoutHeaders } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { Offer } from "../models/offers.ts";
import type { ModelRegistry } from "../models/registry.ts";
import { isBlind, type Route } from "../models/route.ts";
import type { ArenaTally } from "../ports/models.ts";
import type { Clock } from "../ports/runtime.ts";
import type { CompletionEnded, CompletionOutcome, Telemetry } from "../ports/telemetry.ts";
import type { UpstreamAnswer } from "../ports/upstream.ts";
import { dispatch } from "./dispatch.ts";
import { type FinishedCall, showFinished } from "./finished-answer.ts";
import { FunctionFilters, type FunctionParts } from "./function-filters.ts";
import type { Health } from "./health.ts";
import { throughInlets } from "./inlet.ts";
import { callerOf, originOf } from "./origin.ts";
import { outletOf } from "./outlet.ts";
import { pipelineUser } from "./pipeline-filters.ts";
import { prepare } from "./prepare.ts";
import { Trace } from "./trace.ts";
import { noHeaders, type UpstreamHeaders } from "./upstream-headers.ts";
import { toldModel } from "./veil.ts";
import type { CompletionRequest } from "./wire.ts";

/** The stored message that an answer is for. */
export type Place = { chatId: string; messageId: string };

export type CompletionCall = {
  principal: Principal;
  /** In OpenAI's shape; `model` is Parley's id. Unknown keys reach the upstream as they came. */
  request: CompletionRequest;
  signal: AbortSignal;
  /** Given when the way was found before, as a turn does, which stores it first. */
  route?: Route;
  place?: Place;
  /** What an arena chose for this answer before: sent there by a filter, it is not chosen anew. */
  picked?: Pick<ArenaRecord, "arenaId" | "picked"> | null;
  /** A filter sends the request to another model; what this keeps is kept before that is asked. */
  onMoved?: (route: Route) => Promise<void>;
  /** What the caller says beside the request: filters are told, the model's server is not. */
  told?: JsonObject;
  /** What Parley asks for itself: "title_generation", "tags_generation", …; filters are told. */
  task?: string;
  /** Ids of the functions that ask one another, up to this call. */
  chain?: readonly string[];
  trace?: Trace;
};

/** A completion that an upstream has begun to answer. */
export type OpenedCompletion = {
  route: Route;
  /** What was sent, before the connection's own id of the model was put in. */
  request: CompletionRequest;
  /** The connection that answers. */
  offer: Offer;
  answer: UpstreamAnswer;
  /** Of the upstream's response, for callers of the API; none when they would tell what is to be hidden. */
  headers: UpstreamHeaders;
  trace: Trace;
  /** To be called once, when the answer was read to its end or left: its figures are kept. */
  ended(end: CompletionEnd): void;
  /** Null when no filter wants to see the whole answer: then its bytes may pass untouched. */
  outlet: Outlet | null;
};

export type CompletionEnd = {
  outcome: CompletionOutcome;
  error?: ParleyError | null;
  firstTokenMs?: number | null;
  usage?: JsonObject | null;
};

/**
 * Shows a whole answer to the filters that want it, and tells them where it belongs; resolves with
 * what they made of `body`.
 */
export type Outlet = (body: JsonObject, signal: AbortSignal) => Promise<JsonObject>;

/** The one way to a completion, for every caller: chat page, API client, title task. */
export type Pipeline = {
  /** Finds what answers; an arena picks here, and only here. */
  route(principal: Principal, modelId: string, picked?: string | null): Promise<Route>;
  /** Counts an arena's pick; to be called once it is certain that the route is used. */
  picked(route: Route): Promise<void>;
  /** Resolves once the upstream accepted; rejects with a ParleyError before any byte was handed on. */
  open(call: CompletionCall): Promise<OpenedCompletion>;
  /** Shows an answer that is finished already to the filters that see answers. */
  finished(call: FinishedCall): Promise<JsonObject>;
  /** A trace that begins now. */
  trace(): Trace;
};

export type PipelineParts = {
  models: ModelRegistry;
  health: Health;
  tally: ArenaTally;
  clock: Clock;
  random: () => number;
  telemetry: Telemetry;
  /** Absent: there are no functions. */
  functions?: FunctionParts;
};

export function createPipeline(parts: PipelineParts): Pipeline {
  const { models, clock, tally, telemetry } = parts;

  async function route(principal: Principal, modelId: string, picked: string | null = null) {
    admit("member", principal);
    return models.route(principal, modelId, picked);
  }

  async function picked(found: Route) {
    for (const hop of found.arenas) await tally.add(hop.arenaId, hop.picked);
  }

  async function find(principal: Principal, modelId: string, before: string | null = null) {
    const found = await route(principal, modelId, before);
    await picked(found);
    return found;
  }

  async function open(call: CompletionCall): Promise<OpenedCompletion> {
    const trace = call.trace ?? new Trace(() => clock.now());
    const startedAt = clock.now();
    const report = (answers: Pick<CompletionEnded, "model" | "connection">, end: CompletionEnd) =>
      telemetry.completionEnded({
        ...answers,
        startedAt,
        endedAt: clock.now(),
        requestedModel: call.request.model,
        caller: callerOf(call),
        outcome: end.outcome,
        errorCode: end.error?.code ?? null,
        firstTokenMs: end.firstTokenMs ?? null,
        usage: end.usage ?? null,
        steps: trace.steps,
      });
    const functions = new FunctionFilters(parts.functions, {
      origin: originOf(call, startedAt),
      trace,
    });
    try {
      const opened = await answerTo(call, { trace, functions, startedAt });
      const { name, kind } = opened.offer.connection;
      const answers = { model: opened.route.base.id, connection: { name, kind } };
      const ended = (end: CompletionEnd) => {
        functions.close();
        report(answers, end);
      };
      return { ...opened, ended };
    } catch (error) {
      functions.close();
      const outcome = call.signal.aborted ? "stopped" : "refused";
      report(
        { model: null, connection: null },
        { outcome, error: isParleyError(error) ? error : null },
      );
      throw error;
    }
  }

  async function answerTo(
    call: CompletionCall,
    { trace, functions, startedAt }: Answering,
  ): Promise<Omit<OpenedCompletion, "ended">> {
    const { principal, place } = call;
    admit("member", principal);
    const first = call.route ?? (await find(principal, call.request.model));
    note(first, trace);
    const prepareFor = (to: Route, request: CompletionRequest) =>
      prepare(parts, to, { request, principal, trace, ...(place === undefined ? {} : { place }) });
    functions.asks(first);
    const { route, request, filters } = await throughInlets({
      call,
      route: first,
      prepared: prepareFor(first, call.request),
      all: models.filters(),
      functions,
      trace,
      async move(modelId) {
        const before = call.picked?.arenaId === modelId ? call.picked.picked : null;
        const found = await find(principal, modelId, before);
        note(found, trace);
        functions.asks(found);
        await call.onMoved?.(found);
        return found;
      },
      prepare: prepareFor,
    });
    const { offers } = route.base;
    const user = pipelineUser(principal);
    const told = { model: toldModel(route), isBlind: isBlind(route) };
    const origin = { ...originOf(call, startedAt), ...told };
    // Stream hooks read ahead: when the answer is left, the upstream must hear of it while they wait.
    const left = functions.hasStream ? new AbortController() : null;
    const signal = left === null ? call.signal : AbortSignal.any([call.signal, left.signal]);
    const isHidden = isBlind(first) || isBlind(route) || isDirectRoute(route);
    try {
      const asked = { offers, request, user, origin, signal, trace };
      const { answer: given, offer } = await dispatch(parts, asked);
      const headers = isHidden ? noHeaders : (given.headers ?? noHeaders);
      const answer = functions.stream(given, {
        request,
        streamed: request.stream === true,
        signal: call.signal,
        stop: () => left?.abort(new Error("the answer was left")),
      });
      const outlet = outletOf(call, { route, filters, functions, trace });
      return { route, request, offer, answer, headers, trace, outlet };
    } catch (error) {
      throw isHidden && isParleyError(error) ? withoutHeaders(error) : error;
    }
  }

  const finished = async (call: FinishedCall) => {
    const found = await route(call.principal, call.modelId, call.picked);
    return showFinished(parts, found, call);
  };

  return { route, picked, open, finished, trace: () => new Trace(() => clock.now()) };
}

function note(route: Route, trace: Trace): void {
  for (const hop of route.arenas) {
    const { arenaId, strategy, candidates, passedOver, picked } = hop;
    trace.add({ step: "arena", arena: arenaId, strategy, candidates, passedOver, picked });
  }
  trace.add({ step: "model", requested: route.requestedId, answers: route.base.id });
}

type Answering = { trace: Trace; functions: FunctionFilters; startedAt: number };
