import {
  type DirectAck,
  type DirectError,
  type DirectRequest,
  directAbort,
  directRequest,
} from "@parley/core";
import type { ServerSocket } from "../socket.ts";
import { connectionsIn, type DirectConnection } from "./connection.ts";
import { complete } from "./endpoint.ts";
import { FrameSender } from "./frames.ts";
import { EndpointError, type EndpointProblem } from "./problem.ts";

export type AnswerOptions = {
  socket: Pick<ServerSocket, "id" | "ask" | "state" | "onState" | "onCall">;
  /** This person's endpoints, as they are stored. */
  stored: () => string | null;
  /** Sentences for what the server and every page will show. */
  say: (problem: EndpointProblem | { kind: "gone" } | { kind: "closed" }, name: string) => string;
  fetch?: typeof fetch;
  pageOrigin?: string;
};

/** Answers a request of the server through an endpoint of this browser. */
export function answerRequest(
  payload: unknown,
  acknowledge: (ack: DirectAck) => void,
  options: AnswerOptions,
): void {
  const parsed = directRequest.safeParse(payload);
  if (!parsed.success || parsed.data.session_id !== options.socket.id()) return;
  const request = parsed.data;
  const connection = connectionsIn(options.stored()).find(
    ({ id }) => id === request.model.connection_id,
  );
  if (connection === undefined) {
    const message = options.say({ kind: "gone" }, request.model.name);
    acknowledge({ ok: false, error: { reason: "unknown", status: null, message } });
    return;
  }
  acknowledge({ ok: true });
  void answer(request, connection, options);
}

async function answer(
  { channel, form_data }: DirectRequest,
  connection: DirectConnection,
  { socket, say, ...options }: AnswerOptions,
): Promise<void> {
  const stop = new AbortController();
  const sender = new FrameSender({ socket, channel, onClosed: () => stop.abort() });
  const unlisten = socket.onCall("direct:abort", (payload) => {
    const aborted = directAbort.safeParse(payload);
    if (aborted.data?.channel !== channel) return;
    sender.close();
    stop.abort();
  });
  // The browser ends requests of a page that goes away before it tells the page.
  let isLeaving = false;
  const prepareToLeave = () => {
    isLeaving = true;
  };
  const leave = () => {
    const message = say({ kind: "closed" }, connection.name);
    sender.endNow({ error: { reason: "broken", status: null, message } });
    stop.abort();
  };
  window.addEventListener("beforeunload", prepareToLeave);
  window.addEventListener("pagehide", leave);
  try {
    const chunks = complete(connection, form_data, {
      signal: stop.signal,
      pageOrigin: options.pageOrigin ?? window.location.origin,
      fetch: options.fetch ?? window.fetch.bind(window),
    });
    for await (const chunk of chunks) await sender.add(chunk);
    await sender.end({ done: true });
  } catch (error) {
    if (stop.signal.aborted) return;
    const problem: EndpointProblem =
      error instanceof EndpointError ? error.problem : { kind: "broken" };
    const said = isLeaving ? ({ kind: "closed" } as const) : problem;
    const message = say(said, connection.name).slice(0, 2_000);
    await sender.end({ error: { ...reasonOf(problem), message } });
  } finally {
    window.removeEventListener("beforeunload", prepareToLeave);
    window.removeEventListener("pagehide", leave);
    unlisten();
  }
}

function reasonOf(problem: EndpointProblem): Pick<DirectError, "reason" | "status"> {
  switch (problem.kind) {
    case "status": {
      const { status } = problem;
      return { reason: "refused", status: status >= 400 && status < 600 ? status : null };
    }
    case "reported":
    case "broken":
      return { reason: "broken", status: null };
    case "unreadable":
      return { reason: "unreadable", status: null };
    default:
      return { reason: "unreachable", status: null };
  }
}
