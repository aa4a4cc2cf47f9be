import {
  functionQuestionEndEvent,
  functionQuestionEvent,
  type PageQuestion,
  type PersonPages,
  type questionEnd,
} from "@parley/core";
import type { Server } from "socket.io";
import type { z } from "zod";
import { chatRoom, userRoom } from "./rooms.ts";

/** People's pages over Socket.IO. */
export function personPages(io: Server): PersonPages {
  /** Only a person's own sockets; of those, the one that asked, or all that show the chat. */
  async function pagesOf(userId: string, { chatId }: PageQuestion, sessionId: string | null) {
    const own = await io.in(userRoom(userId)).fetchSockets();
    const asking = own.filter(({ id }) => id === sessionId);
    return asking.length > 0 ? asking : own.filter(({ rooms }) => rooms.has(chatRoom(chatId)));
  }

  return {
    async ask(userId, question, { sessionId, ms, signal }) {
      const pages = await pagesOf(userId, question, sessionId);
      if (pages.length === 0 || signal.aborted) return undefined;
      let stop: () => void = () => undefined;
      const stopped = new Promise<undefined>((resolve) => {
        stop = () => resolve(undefined);
        signal.addEventListener("abort", stop);
      });
      const replies = pages.map(async ({ id }): Promise<unknown> => {
        const [first]: unknown[] = await io
          .to(id)
          .timeout(ms)
          .emitWithAck(functionQuestionEvent, question);
        if (first === undefined) throw new Error("the page has gone");
        return first;
      });
      try {
        // A page that closes, or is left, says nothing; the others may still reply.
        const reply = Promise.any(replies).catch(() => undefined);
        return await Promise.race([reply, stopped]);
      } finally {
        signal.removeEventListener("abort", stop);
        for (const { id } of pages) {
          io.to(id).emit(functionQuestionEndEvent, { id: question.id } satisfies z.infer<
            typeof questionEnd
          >);
        }
      }
    },
  };
}
