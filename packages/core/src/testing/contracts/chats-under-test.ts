import { afterAll, beforeAll, expect } from "vitest";
import type { Chat, Message } from "../../chat/message.ts";
import { checkTree } from "../../chat/tree.ts";
import { isParleyError } from "../../errors.ts";
import type { ChatRepository, TurnStart, TurnStarted } from "../../ports/chats.ts";

/** What a contract suite needs of an implementation. */
export type ChatsUnderTest = {
  chats: ChatRepository;
  /** A person whom chats may belong to; returns their id. */
  addUser(): Promise<string>;
  close(): Promise<void>;
};

/** Makes an empty repository that takes the time from `now`. */
export type MakeChats = (now: () => number) => Promise<ChatsUnderTest>;

/**
 * The same repository; after whatever may change a tree, the tree is checked: of changes that
 * overlap after the last one, for the check itself takes several readings.
 */
function checkingTrees(chats: ChatRepository): ChatRepository {
  let running = 0;
  const watched = async <T>(change: Promise<T>, [userId, chatId]: [string, string]): Promise<T> => {
    running += 1;
    const result = await change.finally(() => {
      running -= 1;
    });
    if (running === 0) await expectTree(chats, userId, chatId);
    return result;
  };
  const checked =
    <Call extends [string, string, ...unknown[]], Result>(
      change: (...call: Call) => Promise<Result>,
    ) =>
    (...call: Call): Promise<Result> =>
      watched(change(...call), [call[0], call[1]]);
  return {
    list: (...call) => chats.list(...call),
    find: (...call) => chats.find(...call),
    update: (...call) => chats.update(...call),
    nameByModel: (...call) => chats.nameByModel(...call),
    tagByModel: (...call) => chats.tagByModel(...call),
    removeTag: (...call) => chats.removeTag(...call),
    remove: (...call) => chats.remove(...call),
    branch: (...call) => chats.branch(...call),
    pathTo: (...call) => chats.pathTo(...call),
    message: (...call) => chats.message(...call),
    siblingIds: (...call) => chats.siblingIds(...call),
    messages: (...call) => chats.messages(...call),
    countBelow: (...call) => chats.countBelow(...call),
    appendDrafts: (drafts) => chats.appendDrafts(drafts),
    endTurn: (end) => chats.endTurn(end),
    interruptAll: () => chats.interruptAll(),
    showBranch: checked((...call: Parameters<ChatRepository["showBranch"]>) =>
      chats.showBranch(...call),
    ),
    upsertMessage: checked((...call: Parameters<ChatRepository["upsertMessage"]>) =>
      chats.upsertMessage(...call),
    ),
    removeMessage: checked((...call: Parameters<ChatRepository["removeMessage"]>) =>
      chats.removeMessage(...call),
    ),
    resumeTurn: checked((...call: Parameters<ChatRepository["resumeTurn"]>) =>
      chats.resumeTurn(...call),
    ),
    startTurn: (userId, start) => watched(chats.startTurn(userId, start), [userId, start.chatId]),
  };
}

/** The tree's invariants hold, and the shown branch is the one its forks lead along. */
export async function expectTree(
  chats: ChatRepository,
  userId: string,
  chatId: string,
): Promise<void> {
  const chat = await chats.find(userId, chatId);
  const messages = await chats.messages(userId, chatId);
  if (chat === null || messages === null) return;
  expect(checkTree(messages, chat)).toEqual([]);
  const shown = chat.currentId === null ? [] : await chats.pathTo(userId, chatId, chat.currentId);
  for (const [index, message] of (shown ?? []).entries()) {
    expect(message.activeChildId).toBe(shown?.[index + 1]?.id ?? null);
  }
}

export type Scene = {
  readonly chats: ChatRepository;
  /** Owner of the chats that `ask` makes; new for every scene. */
  readonly userId: string;
  addUser(): Promise<string>;
  /** Milliseconds since 1970; each reading is one later. */
  now(): number;
  newId(): string;
  /** Asks in a chat (default: a new one) and leaves the answer streaming. */
  ask(place?: { chatId?: string; parentId?: string | null; title?: string }): Promise<Asked>;
  /** Asks, and ends the answer with this text. */
  exchange(place: { chatId?: string; parentId?: string | null }, text?: string): Promise<Asked>;
  message(chatId: string, messageId: string): Promise<Message>;
  chat(chatId: string): Promise<Chat>;
};

export type Asked = TurnStarted & { start: TurnStart; chatId: string; q: string; a: string };

/** Opens the implementation around a suite; call it inside `describe`. */
export function useChats(make: MakeChats): () => Promise<Scene> {
  let open: ChatsUnderTest | undefined;
  let time = 1_700_000_000_000;
  let ids = 0;
  const now = () => {
    time += 1;
    return time;
  };
  beforeAll(async () => {
    open = await make(now);
  });
  afterAll(async () => {
    await open?.close();
  });
  return async () => {
    if (open === undefined) throw new Error("the repository opens before the first test");
    const { addUser } = open;
    const newId = () => {
      ids += 1;
      return `id-${ids}`;
    };
    return scene(checkingTrees(open.chats), await addUser(), { addUser, now, newId });
  };
}

function scene(
  chats: ChatRepository,
  userId: string,
  { addUser, now, newId }: Pick<Scene, "addUser" | "now" | "newId">,
): Scene {
  const found = <T>(value: T | null): T => {
    if (value === null) throw new Error("the test expects it to exist");
    return value;
  };
  const ask: Scene["ask"] = async ({
    chatId = newId(),
    parentId = null,
    title = "A chat",
  } = {}) => {
    const start = {
      chatId,
      turnId: newId(),
      title,
      parentId: null,
      question: { id: newId(), parentId, content: "Why?", metadata: { asked: true } },
      answer: { id: newId(), model: "model", metadata: { parley: { modelName: "Model" } } },
    };
    const started = await chats.startTurn(userId, start);
    return { ...started, start, chatId, q: start.question.id, a: start.answer.id };
  };
  return {
    chats,
    userId,
    addUser,
    now,
    newId,
    ask,
    async exchange(place, text = "Because.") {
      const asked = await ask(place);
      const { chatId, a: messageId } = asked;
      const { turnId } = asked.start;
      await chats.endTurn({
        ...{ chatId, messageId, turnId },
        ...{ status: "done", content: text, metadata: {} },
      });
      return asked;
    },
    message: async (chatId, messageId) => found(await chats.message(userId, chatId, messageId)),
    chat: async (chatId) => found(await chats.find(userId, chatId)),
  };
}

/** The code of the ParleyError that a promise rejects with; "none" when it resolves. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "none";
  } catch (error) {
    if (isParleyError(error)) return error.code;
    throw error;
  }
}
