import {
  type DirectRequest,
  type directAbort,
  directAbortEvent,
  directRequestEvent,
} from "@parley/core";
import type { Server } from "socket.io";
import type { z } from "zod";
import { userRoom } from "../rooms.ts";

/** People's open pages, on whatever node their sockets are. */
export interface Pages {
  /** Whether this page is there and is this person's. */
  has(userId: string, sessionId: string): Promise<boolean>;
  /** Whether any page of the person is there. */
  any(userId: string): Promise<boolean>;
  /** Asks one page; rejects when it does not acknowledge in time. */
  ask(sessionId: string, request: DirectRequest, ms: number): Promise<unknown>;
  /** Tells every page of the person: the one that asked may have a new socket by now. */
  abort(userId: string, channel: string): void;
}

export function socketPages(io: Server): Pages {
  return {
    async has(userId, sessionId) {
      const sockets = await io.in(sessionId).fetchSockets();
      // A room may be called like anything; only a socket's own room has its id.
      return sockets.some(({ id, rooms }) => id === sessionId && rooms.has(userRoom(userId)));
    },
    async any(userId) {
      return (await io.in(userRoom(userId)).fetchSockets()).length > 0;
    },
    async ask(sessionId, request, ms) {
      const [first]: unknown[] = await io
        .to(sessionId)
        .timeout(ms)
        .emitWithAck(directRequestEvent, request);
      return first;
    },
    abort(userId, channel) {
      io.to(userRoom(userId)).emit(directAbortEvent, { channel } satisfies z.infer<
        typeof directAbort
      >);
    },
  };
}
