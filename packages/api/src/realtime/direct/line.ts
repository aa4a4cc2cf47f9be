import {
  type Clock,
  type CompletionChunk,
  type CompletionRequest,
  type DirectChoice,
  type DirectLine,
  directAck,
  isParleyError,
  jsonObject,
  type Log,
  ParleyError,
  type Principal,
  type Upstream,
  type UpstreamAnswer,
} from "@parley/core";
import type { Channel, Channels } from "./channels.ts";
import { type DirectLimits, defaultDirectLimits } from "./limits.ts";
import { errorOfPage } from "./page-error.ts";
import type { Pages } from "./pages.ts";

export type DirectLineOptions = {
  channels: Channels;
  pages: Pages;
  clock: Clock;
  log: Log;
  limits?: Partial<DirectLimits>;
};

type Call = { principal: Principal; choice: DirectChoice; request: CompletionRequest };

/** Asks a person's page to ask its endpoint, and reads what the page sends back. */
export function createDirectLine(options: DirectLineOptions): DirectLine {
  const parts = { ...options, limits: { ...defaultDirectLimits, ...options.limits } };
  return {
    upstream: (principal, choice): Upstream => ({
      listModels: () =>
        Promise.reject(new Error("only the page knows the models of its own endpoints")),
      complete: (request, { signal }) => complete(parts, { principal, choice, request }, signal),
      close: () => Promise.resolve(),
    }),
  };
}

type Parts = DirectLineOptions & { limits: DirectLimits };

async function complete(parts: Parts, call: Call, signal: AbortSignal): Promise<UpstreamAnswer> {
  const { channels, pages, log } = parts;
  const { userId } = call.principal;
  signal.throwIfAborted();
  const channel = await channels.open(userId);
  const stop = () => channel.end(signal.reason);
  signal.addEventListener("abort", stop);
  const unwatch = watchPresence(parts, userId, channel);
  void channel.ended.then((ending) => {
    signal.removeEventListener("abort", stop);
    unwatch();
    if (ending === "otherwise") pages.abort(userId, channel.id);
  });
  if (signal.aborted) stop();
  // The page may refuse while the first chunk is waited for: whichever comes first decides.
  askPage(parts, call, channel).catch((error: unknown) => {
    if (!isParleyError(error)) log.error("A page could not be asked", { error });
    channel.fail(isParleyError(error) ? error : pageGone(error));
  });
  const chunks = channel.read();
  const first = await chunks.next();
  return answerOf(first, chunks);
}

/** An answer whose first chunk is there: nothing that fails before it counts as an answer. */
function answerOf(
  first: IteratorResult<CompletionChunk, void>,
  rest: AsyncGenerator<CompletionChunk, void, undefined>,
): UpstreamAnswer {
  async function* chunks() {
    try {
      if (first.done) return;
      yield first.value;
      yield* rest;
    } finally {
      await rest.return();
    }
  }
  async function* bytes() {
    const encoder = new TextEncoder();
    for await (const chunk of chunks()) {
      yield encoder.encode(`data: ${JSON.stringify(chunk)}\n\n`);
    }
    yield encoder.encode("data: [DONE]\n\n");
  }
  return { chunks, bytes };
}

async function askPage(
  { pages, limits }: Parts,
  { principal, choice, request }: Call,
  channel: Channel,
): Promise<void> {
  const { sessionId, connectionId, model } = choice;
  // The same answer for "not there" as for "not yours".
  if (!(await pages.has(principal.userId, sessionId))) throw pageGone(null);
  const asked = {
    channel: channel.id,
    session_id: sessionId,
    model: { connection_id: connectionId, id: model.id, name: model.name },
    form_data: jsonObject.parse({ ...request, model: model.id }),
  };
  let answer: unknown;
  try {
    answer = await pages.ask(sessionId, asked, limits.ackMs);
  } catch (error) {
    throw pageGone(error);
  }
  const ack = directAck.safeParse(answer);
  if (!ack.success) throw pageGone(ack.error);
  if (!ack.data.ok) throw errorOfPage(ack.data.error);
}

/** Ends the answer when the person has no page open any more, wherever its socket was. */
function watchPresence(
  { pages, clock, limits, log }: Parts,
  userId: string,
  channel: Channel,
): () => void {
  let absentSince: number | null = null;
  let cancel: () => void = () => undefined;
  let over = false;
  const look = async () => {
    const present = await pages.any(userId);
    if (over) return;
    absentSince = present ? null : (absentSince ?? clock.now());
    if (absentSince !== null && clock.now() - absentSince >= limits.absentMs) {
      channel.fail(tabClosed());
      return;
    }
    next();
  };
  const next = () => {
    cancel = clock.after(limits.absentMs / 4, () => {
      look().catch((error: unknown) => {
        log.error("Whether a person's page is there could not be seen", { error });
        if (!over) next();
      });
    });
  };
  next();
  return () => {
    over = true;
    cancel();
  };
}

function pageGone(cause: unknown): ParleyError {
  return new ParleyError(
    "upstream_unavailable",
    "The browser tab that asked does not answer. Load the page again, and ask once more.",
    cause === null ? {} : { cause },
  );
}

function tabClosed(): ParleyError {
  return new ParleyError(
    "upstream_unavailable",
    "The browser that gave this answer was closed. What had arrived is kept. Keep the tab open until the answer ends.",
  );
}
