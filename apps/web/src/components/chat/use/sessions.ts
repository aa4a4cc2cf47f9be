import { ChatSession } from "../state/chat-session.ts";
import { createPacer } from "../state/pacer.ts";
import type { ChatServer } from "../state/ports.ts";
import { messagesPerPage } from "./first-question.ts";
import { readLastFilters } from "./last-filters.ts";
import { newId } from "./new-id.ts";

/** How many chats are kept ready to show again at once. */
const mostKept = 6;

export type Sessions = {
  /** The chat with this id; `isNew`: nothing of it is stored yet. */
  get(chatId: string, isNew: boolean): ChatSession;
  /** Reads a chat anew the next time it is shown. */
  forget(chatId: string): void;
};

export type SessionsOptions = {
  /** Told of failures that have no place of their own on the page. */
  onProblem: (error: unknown) => void;
  /** A chat is being read: its messages will be shown soon. */
  onRead: () => void;
};

/** The chats that were opened on this page, the last few of them. */
export function createSessions(
  server: ChatServer,
  { onProblem, onRead }: SessionsOptions,
): Sessions {
  const kept = new Map<string, ChatSession>();
  const schedule = createPacer({
    now: () => performance.now(),
    nextFrame: (task) => void requestAnimationFrame(task),
    after: (ms, task) => void setTimeout(task, ms),
  });
  return {
    get(chatId, isNew) {
      const known = kept.get(chatId);
      if (known) return known;
      const session = new ChatSession(
        server,
        { id: chatId, isNew },
        {
          now: () => Date.now(),
          pageSize: messagesPerPage,
          filters: isNew ? readLastFilters() : {},
          newId,
          schedule,
          after(ms, task) {
            const timer = setTimeout(task, ms);
            return () => clearTimeout(timer);
          },
          onProblem,
        },
      );
      kept.set(chatId, session);
      // The server renders the frame only; the browser asks for the chat while that comes to life.
      if (!isNew && typeof window !== "undefined") {
        onRead();
        session.readAhead();
      }
      for (const id of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(id);
      }
      return session;
    },
    forget: (chatId) => void kept.delete(chatId),
  };
}
