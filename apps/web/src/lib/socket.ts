import type { ServerEvent } from "@parley/core";
import type { Socket } from "socket.io-client";
import type { z } from "zod";

/** `connecting` before the first connection, `disconnected` whenever one was lost. */
export type SocketState = "connecting" | "connected" | "disconnected";

/** What the server may ask of one page. */
const serverCalls = [
  ...(["request:chat:completion", "direct:abort"] as const),
  ...(["function:question", "function:question-end"] as const),
] as const;
export type ServerCall = (typeof serverCalls)[number];
type CallListener = (payload: unknown, acknowledge: (answer: unknown) => void) => void;

export type ServerSocketOptions = {
  /** How long an answer to `ask` may take. */
  askTimeoutMs?: number;
};

/**
 * The page's one connection to the server. It is opened by `connect` and shared by everything on the
 * page; the library behind it is loaded only then.
 */
export type ServerSocket = {
  connect(): void;
  /** Ends the connection for good, as on sign-out. */
  close(): void;
  state(): SocketState;
  /** Called after every change of `state`; returns the unsubscribe. */
  onState(listener: () => void): () => void;
  /** Every event that passes `serverEvent`; anything else is dropped. Returns the unsubscribe. */
  onEvent(listener: (event: ServerEvent) => void): () => void;
  /** This page's name on the server, new with every connection; null while there is none. */
  id(): string | null;
  /** What the server asks or tells this page alone, as it came. Returns the unsubscribe. */
  onCall(name: ServerCall, listener: CallListener): () => void;
  /** Asks and waits for the acknowledgement. Rejects on a timeout and on an answer of another shape. */
  ask<T>(name: "watch" | "direct:frame", payload: unknown, reply: z.ZodType<T>): Promise<T>;
  /** Tells, without waiting; dropped while there is no connection. */
  tell(name: "unwatch", payload: unknown): void;
};

export function createServerSocket({
  askTimeoutMs = 10_000,
}: ServerSocketOptions = {}): ServerSocket {
  const stateListeners = new Set<() => void>();
  const eventListeners = new Set<(event: ServerEvent) => void>();
  const callListeners = new Set<{ name: ServerCall; listener: CallListener }>();
  let current: SocketState = "connecting";
  let opening: Promise<Socket> | null = null;
  let socket: Socket | null = null;
  let closed = false;

  const become = (next: SocketState) => {
    if (next === current) return;
    current = next;
    for (const listener of stateListeners) listener();
  };

  const open = async (): Promise<Socket> => {
    const [{ io }, { serverEvent }] = await Promise.all([
      import("socket.io-client"),
      import("@parley/core"),
    ]);
    const opened = io({ transports: ["websocket", "polling"], autoConnect: false });
    opened.on("connect", () => become("connected"));
    opened.on("disconnect", () => become("disconnected"));
    opened.on("connect_error", () => become("disconnected"));
    opened.on("event", (data: unknown) => {
      const parsed = serverEvent.safeParse(data);
      if (!parsed.success) return;
      for (const listener of eventListeners) listener(parsed.data);
    });
    for (const name of serverCalls) {
      opened.on(name, (payload: unknown, acknowledge: unknown) => {
        const reply = (answer: unknown) => {
          if (typeof acknowledge === "function") acknowledge(answer);
        };
        for (const call of callListeners) if (call.name === name) call.listener(payload, reply);
      });
    }
    socket = opened;
    if (!closed) opened.connect();
    return opened;
  };

  const opened = (): Promise<Socket> => {
    opening ??= open();
    return opening;
  };

  return {
    connect() {
      // A failed load of the library shows as a lost connection; the next `connect` tries again.
      opened().catch(() => {
        opening = null;
        become("disconnected");
      });
    },
    close() {
      closed = true;
      socket?.disconnect();
    },
    state: () => current,
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    id: () => socket?.id ?? null,
    onCall(name, listener) {
      const entry = { name, listener };
      callListeners.add(entry);
      return () => callListeners.delete(entry);
    },
    async ask(name, payload, reply) {
      const to = await opened();
      const answer: unknown = await to.timeout(askTimeoutMs).emitWithAck(name, payload);
      return reply.parse(answer);
    },
    tell(name, payload) {
      if (socket?.connected) socket.emit(name, payload);
    },
  };
}
