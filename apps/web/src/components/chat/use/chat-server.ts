import type { AppRouter } from "@parley/api";
import { watchReply } from "@parley/core";
import type { TRPCClient } from "@trpc/client";
import { problemOf } from "#lib/problem.ts";
import type { ServerSocket } from "#lib/socket.ts";
import type { ChatServer } from "../state/ports.ts";

type Options = {
  /** How often a call that never reached the server is repeated, and after how many milliseconds. */
  repeats?: number;
  repeatMs?: number;
};

/** A chat's port over tRPC and the page's socket. */
export function createChatServer(
  client: TRPCClient<AppRouter>,
  socket: ServerSocket,
  { repeats = 2, repeatMs = 700 }: Options = {},
): ChatServer {
  /** For calls that carry their own ids: sending them again is harmless. */
  async function repeated<T>(call: () => Promise<T>): Promise<T> {
    for (let left = repeats; ; left -= 1) {
      try {
        return await call();
      } catch (error) {
        if (left === 0 || problemOf(error).code !== "unreachable") throw error;
        await new Promise((resolve) => setTimeout(resolve, repeatMs));
      }
    }
  }

  return {
    open: (chatId, limit) => client.chats.open.query({ chatId, limit }),
    older: (input) => client.chats.older.query(input),
    showBranch: (input) => client.chats.showBranch.mutate(input),
    send: (input) => repeated(() => client.turns.send.mutate(input)),
    regenerate: (input) => repeated(() => client.turns.regenerate.mutate(input)),
    resume: (input) => client.turns.continue.mutate(input),
    stop: (input) => client.turns.stop.mutate(input),
    edit: (input) => client.messages.edit.mutate(input),
    rate: (input) => client.messages.rate.mutate(input),
    remove: (input) => client.messages.remove.mutate(input),
    setModel: (input) => client.chats.setModel.mutate(input),
    isNotFound: (error) => problemOf(error).code === "not_found",
    watch: (request) => socket.ask("watch", request, watchReply),
    unwatch: (chatId) => socket.tell("unwatch", { chatId }),
    onEvent: (listener) => socket.onEvent(listener),
    onConnected(listener) {
      if (socket.state() === "connected") listener();
      return socket.onState(() => {
        if (socket.state() === "connected") listener();
      });
    },
  };
}
