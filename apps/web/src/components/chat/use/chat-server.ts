import type { AppRouter } from "@parley/api";
import { type DirectChoice, type FilterSwitches, watchReply } from "@parley/core";
import type { TRPCClient } from "@trpc/client";
import { readDirectText } from "#lib/direct/storage.ts";
import { problemOf } from "#lib/problem.ts";
import type { ServerSocket } from "#lib/socket.ts";
import { idsOn } from "../state/filters.ts";
import type { ChatServer } from "../state/ports.ts";
import type { ModelFunctions } from "../state/types.ts";

type Options = {
  /** What functions add to a model; known already, as a rule. */
  functionsOf: (model: string) => Promise<ModelFunctions>;
  /** Whose endpoints this browser may ask. */
  userId: string;
  /** How often a call that never reached the server is repeated, and after how many milliseconds. */
  repeats?: number;
  repeatMs?: number;
};

/** A chat's port over tRPC and the page's socket. */
export function createChatServer(
  client: TRPCClient<AppRouter>,
  socket: ServerSocket,
  { userId, functionsOf, repeats = 2, repeatMs = 700 }: Options,
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

  /** Names the endpoint when this browser is to answer. Loaded only for such models. */
  async function directly(model: string | null): Promise<{ direct?: DirectChoice }> {
    if (!model?.startsWith("direct:")) return {};
    const { choiceFor } = await import("#lib/direct/choice.ts");
    const direct = await choiceFor(model, { socket, text: readDirectText(userId) });
    return direct === null ? {} : { direct };
  }

  /** The filters that are on, of those that the model has. */
  async function filtered(model: string | null, switches: FilterSwitches) {
    if (model === null) return {};
    const { filters } = await functionsOf(model);
    return filters.length === 0 ? {} : { filterIds: idsOn(filters, switches) };
  }

  /** What a turn is told beside its own. */
  async function chosen(model: string | null, switches: FilterSwitches) {
    const [direct, filters] = await Promise.all([directly(model), filtered(model, switches)]);
    return { ...direct, ...filters };
  }

  return {
    open: (chatId, limit) => client.chats.open.query({ chatId, limit }),
    older: (input) => client.chats.older.query(input),
    showBranch: (input) => client.chats.showBranch.mutate(input),
    send: ({ filters, ...input }) =>
      repeated(async () =>
        client.turns.send.mutate({ ...input, ...(await chosen(input.model, filters)) }),
      ),
    regenerate: ({ filters, ...input }) =>
      repeated(async () =>
        client.turns.regenerate.mutate({ ...input, ...(await chosen(input.model, filters)) }),
      ),
    resume: async ({ model, filters, ...input }) =>
      client.turns.continue.mutate({ ...input, ...(await chosen(model, filters)) }),
    stop: (input) => client.turns.stop.mutate(input),
    edit: (input) => client.messages.edit.mutate(input),
    rate: (input) => client.messages.rate.mutate(input),
    remove: (input) => client.messages.remove.mutate(input),
    removeTag: (input) => client.chats.removeTag.mutate(input),
    setModel: (input) => client.chats.setModel.mutate(input),
    setFilters: (input) => client.chats.setFilters.mutate(input),
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
