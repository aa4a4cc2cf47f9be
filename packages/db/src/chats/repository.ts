import { type Chat, type ChatPatch, type ChatRepository, storableText } from "@parley/core";
import { Prisma } from "../generated/client.ts";
import { appendDrafts, endTurn, interruptAll } from "./drafts.ts";
import { listChats } from "./list.ts";
import { allMessages, branch, findChat, findMessage, pathTo, siblingIds } from "./read.ts";
import { chatRow } from "./rows.ts";
import { queryOne, type Store } from "./store.ts";
import { countBelow, removeMessage, showBranch } from "./tree.ts";
import { resumeTurn, startTurn } from "./turns.ts";
import { upsertMessage } from "./upsert.ts";

function patchChat(
  store: Store,
  [userId, chatId]: [string, string],
  patch: ChatPatch,
): Promise<Chat | null> {
  const changes = [
    ...(patch.title === undefined ? [] : [Prisma.sql`title = ${storableText(patch.title)}`]),
    ...(patch.titleSource === undefined ? [] : [Prisma.sql`title_source = ${patch.titleSource}`]),
    ...(patch.pinned === undefined ? [] : [Prisma.sql`pinned = ${patch.pinned}`]),
    ...(patch.model === undefined ? [] : [Prisma.sql`model = ${patch.model}`]),
    ...metadataChange(patch),
  ];
  if (changes.length === 0) return findChat(store.prisma, userId, chatId);
  return queryOne(
    store.prisma,
    chatRow,
    Prisma.sql`UPDATE chats SET ${Prisma.join(changes)}
      WHERE id = ${chatId} AND user_id = ${userId} RETURNING *`,
  );
}

/** Chats in PostgreSQL. */
export function chatRepository(store: Store): ChatRepository {
  return {
    list: (userId, listing) => listChats(store, userId, listing),
    find: (userId, chatId) => findChat(store.prisma, userId, chatId),
    update: (userId, chatId, patch) => patchChat(store, [userId, chatId], patch),
    nameByModel: (userId, chatId, title) =>
      queryOne(
        store.prisma,
        chatRow,
        Prisma.sql`UPDATE chats SET title = ${storableText(title)}, title_source = 'model'
          WHERE id = ${chatId} AND user_id = ${userId} AND title_source = 'rule' RETURNING *`,
      ),
    tagByModel: (userId, chatId, tags) =>
      queryOne(
        store.prisma,
        chatRow,
        Prisma.sql`UPDATE chats SET tags = ${tags.map(storableText)}::text[], tags_source = 'model'
          WHERE id = ${chatId} AND user_id = ${userId} AND tags_source IS NULL RETURNING *`,
      ),
    removeTag: (userId, chatId, tag) =>
      queryOne(
        store.prisma,
        chatRow,
        Prisma.sql`UPDATE chats SET tags = array_remove(tags, ${storableText(tag)}),
            tags_source = CASE WHEN ${storableText(tag)} = ANY(tags) THEN 'person' ELSE tags_source END
          WHERE id = ${chatId} AND user_id = ${userId} RETURNING *`,
      ),
    remove: async (userId, chatId) => {
      const { count } = await store.prisma.chat.deleteMany({ where: { id: chatId, userId } });
      return count === 1;
    },
    branch: (userId, chatId, options) => branch(store, [userId, chatId], options),
    pathTo: (...call) => pathTo(store, call),
    message: (...call) => findMessage(store.prisma, call),
    siblingIds: (...call) => siblingIds(store, call),
    messages: (...call) => allMessages(store, call),
    showBranch: (...call) => showBranch(store, call),
    upsertMessage: (...call) => upsertMessage(store, call),
    countBelow: (...call) => countBelow(store, call),
    removeMessage: (...call) => removeMessage(store, call),
    startTurn: (userId, start) => startTurn(store, userId, start),
    resumeTurn: (...call) => resumeTurn(store, call),
    appendDrafts: (drafts) => appendDrafts(store, drafts),
    endTurn: (end) => endTurn(store, end),
    interruptAll: () => interruptAll(store),
  };
}

function metadataChange({ metadata, filters }: ChatPatch): Prisma.Sql[] {
  if (metadata === undefined && filters === undefined) return [];
  const merged = Prisma.sql`metadata || ${JSON.stringify(metadata ?? {})}::jsonb`;
  if (filters === undefined) return [Prisma.sql`metadata = ${merged}`];
  const before = Prisma.sql`CASE WHEN jsonb_typeof(metadata->'filters') = 'object'
    THEN metadata->'filters' ELSE '{}'::jsonb END`;
  return [
    Prisma.sql`metadata = (${merged})
      || jsonb_build_object('filters', (${before}) || ${JSON.stringify(filters)}::jsonb)`,
  ];
}
