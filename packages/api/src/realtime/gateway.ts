import {
  type Audience,
  admit,
  type DirectReceipt,
  directFrame,
  directFrameEvent,
  entityId,
  isParleyError,
  type Log,
  type Principal,
  type Publisher,
  type ServerEvent,
  type WatchReply,
  watchRequest,
} from "@parley/core";
import type { Server, Socket } from "socket.io";
import { z } from "zod";
import { authenticate } from "../http/authenticate.ts";
import type { Services } from "../services.ts";
import type { Channels } from "./direct/channels.ts";
import type { SocketPersonPages } from "./person-pages.ts";
import { chatRoom, userRoom } from "./rooms.ts";

export type GatewayOptions = {
  io: Server;
  services: Pick<Services, "chats" | "turns" | "identity" | "log">;
  /** Where browsers that answer by themselves send their frames. */
  channels: Channels;
  /** What functions ask people; a page that begins to show a chat is told of it. */
  pages: Pick<SocketPersonPages, "joined">;
};

export type Gateway = {
  /** Ends every page's socket of somebody whose rights changed; the page signs in anew. */
  disconnectUser(userId: string): void;
};

type SocketCall = {
  socket: Socket;
  principal: Principal;
  services: GatewayOptions["services"];
  channels: Channels;
  pages: GatewayOptions["pages"];
};

type SocketReply = WatchReply | DirectReceipt;

/** What a page may send, and who may send it. */
export const socketEvents: Record<
  string,
  { audience: Audience; handle(call: SocketCall, payload: unknown): Promise<SocketReply> }
> = {
  watch: {
    audience: "member",
    async handle({ socket, principal, services, pages }, payload) {
      const { chatId, have } = watchRequest.parse(payload);
      await services.chats.requireOwn(principal, chatId);
      // Joining and reading happen in one go: a delta is in the reply or comes after it, never both.
      await socket.join(chatRoom(chatId));
      pages.joined(socket.id, { userId: principal.userId, chatId }).catch((error: unknown) => {
        services.log.error("A page could not be asked again", { chatId, error });
      });
      return services.turns.watch(principal, chatId, have);
    },
  },
  unwatch: {
    audience: "member",
    async handle({ socket }, payload) {
      const { chatId } = z.strictObject({ chatId: entityId }).parse(payload);
      await socket.leave(chatRoom(chatId));
      return { ok: true, running: [] };
    },
  },
  [directFrameEvent]: {
    audience: "member",
    handle: async ({ principal, channels }, payload) =>
      channels.deliver(principal.userId, directFrame.parse(payload)),
  },
};

/** Publishes to Socket.IO rooms. */
export function socketPublisher(io: Server): Publisher {
  const emit = (room: string, event: ServerEvent) => io.to(room).emit("event", event);
  return {
    toChat: (_userId, chatId, event) => void emit(chatRoom(chatId), event),
    toUser: (userId, event) => void emit(userRoom(userId), event),
    toAll: (event) => void io.emit("event", event),
  };
}

/** Lets pages in, and answers what they ask. */
export function attachGateway({ io, services, channels, pages }: GatewayOptions): Gateway {
  const principals = new WeakMap<Socket, Principal>();
  io.use((socket, next) => {
    connect(socket).then(
      () => next(),
      (error: unknown) => next(new Error(reasonOf(error, services.log).message)),
    );
  });

  async function connect(socket: Socket): Promise<void> {
    const principal = await authenticate(socket.request, services.identity);
    admit("member", principal);
    if (principal === null) return;
    principals.set(socket, principal);
    await socket.join(userRoom(principal.userId));
  }

  io.on("connection", (socket) => {
    const principal = principals.get(socket);
    if (!principal) {
      socket.disconnect(true);
      return;
    }
    for (const [name, event] of Object.entries(socketEvents)) {
      socket.on(name, (payload: unknown, acknowledge: unknown) => {
        const reply = (value: SocketReply) => {
          if (typeof acknowledge === "function") acknowledge(value);
        };
        answer(event, { socket, principal, services, channels, pages }, payload).then(
          reply,
          (error: unknown) => reply({ ok: false, error: reasonOf(error, services.log) }),
        );
      });
    }
  });

  return {
    disconnectUser(userId) {
      const room = io.in(userRoom(userId));
      room.emit("event", { type: "session-ended" } satisfies ServerEvent);
      room.disconnectSockets(true);
    },
  };
}

async function answer(
  event: (typeof socketEvents)[string],
  call: SocketCall,
  payload: unknown,
): Promise<SocketReply> {
  admit(event.audience, call.principal);
  return event.handle(call, payload);
}

function reasonOf(error: unknown, log: Log): { code: string; message: string } {
  if (isParleyError(error)) return { code: error.code, message: error.message };
  if (error instanceof z.ZodError) {
    return {
      code: "invalid_request",
      message: error.issues[0]?.message ?? "The request is not valid.",
    };
  }
  log.error("A socket event failed", { error });
  return { code: "internal", message: "Parley failed. The server's log has the cause." };
}
