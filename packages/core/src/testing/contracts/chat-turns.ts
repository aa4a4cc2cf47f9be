import { describe, expect, it } from "vitest";
import { codeOf, type MakeChats, useChats } from "./chats-under-test.ts";

export function describeChatTurns(make: MakeChats): void {
  describe("startTurn", () => {
    const open = useChats(make);

    it("makes the chat, the question and the answer at once", async () => {
      const { userId, ask, chat, message } = await open();
      const asked = await ask({ title: "A title" });
      const { chatId, q, a } = asked;
      expect(asked).toMatchObject({ fresh: true, chatCreated: true });
      expect(asked.chat).toEqual(await chat(chatId));
      expect(asked.question).toEqual(await message(chatId, q));
      expect(asked.answer).toEqual(await message(chatId, a));
      expect(asked.chat).toMatchObject({
        userId,
        title: "A title",
        titleSource: "rule",
        pinned: false,
        model: "model",
        currentId: a,
      });
      expect(asked.question).toMatchObject({
        parentId: null,
        role: "user",
        content: "Why?",
        status: "done",
        metadata: { asked: true },
        activeChildId: a,
      });
      expect(asked.answer).toMatchObject({
        parentId: q,
        role: "assistant",
        content: "",
        status: "streaming",
        model: "model",
      });
    });

    it("changes nothing when it is repeated, also after the end", async () => {
      const { chats, userId, ask, exchange, message } = await open();
      for (const asked of [await ask(), await exchange({})]) {
        const before = await chats.messages(userId, asked.chatId);
        const again = await chats.startTurn(userId, { ...asked.start, turnId: "another" });
        expect(again).toMatchObject({ fresh: false, chatCreated: false });
        expect(again.answer).toEqual(await message(asked.chatId, asked.a));
        expect(again.question).toEqual(await message(asked.chatId, asked.q));
        expect(await chats.messages(userId, asked.chatId)).toEqual(before);
      }
    });

    it("starts once when the same request comes many times at once", async () => {
      const { chats, userId, newId } = await open();
      const start = {
        chatId: newId(),
        title: "",
        parentId: null,
        question: { id: newId(), parentId: null, content: "Why?", metadata: {} },
        answer: { id: newId(), model: "model", metadata: {} },
      };
      const all = await Promise.all(
        Array.from({ length: 8 }, () => chats.startTurn(userId, { ...start, turnId: newId() })),
      );
      expect(all.filter(({ fresh }) => fresh)).toHaveLength(1);
      expect(all.filter(({ chatCreated }) => chatCreated)).toHaveLength(1);
      expect(await chats.messages(userId, start.chatId)).toHaveLength(2);
    });

    it("keeps every one of many turns that start in a chat at once", async () => {
      const { chats, userId, exchange, ask } = await open();
      const { chatId, a } = await exchange({});
      await Promise.all(Array.from({ length: 6 }, () => ask({ chatId, parentId: a })));
      expect(await chats.messages(userId, chatId)).toHaveLength(14);
    });

    it("answers an existing message again without a question", async () => {
      const { chats, userId, exchange, newId, chat } = await open();
      const { chatId, q } = await exchange({});
      const answer = { id: newId(), model: "other", metadata: {} };
      const start = { chatId, turnId: newId(), title: "", parentId: q, answer };
      const started = await chats.startTurn(userId, start);
      expect(started).toMatchObject({ fresh: true, question: null, answer: { parentId: q } });
      expect(await chat(chatId)).toMatchObject({ currentId: answer.id, model: "model" });
      expect((await chats.startTurn(userId, start)).fresh).toBe(false);
    });

    it("moves the chat up, and asks the next question of the same model", async () => {
      const { chats, userId, exchange, newId } = await open();
      const old = await exchange({});
      await exchange({});
      const question = { id: newId(), parentId: old.a, content: "And?", metadata: {} };
      const answer = { id: newId(), model: "other", metadata: {} };
      const { chatId } = old;
      const turn = { chatId, turnId: newId(), title: "Ignored", parentId: null, question, answer };
      expect((await chats.startTurn(userId, turn)).chat).toMatchObject({
        title: "A chat",
        model: "other",
      });
      expect((await chats.list(userId, { limit: 1 })).chats[0]?.id).toBe(chatId);
    });

    it("refuses a parent that is not in the chat, and leaves nothing behind", async () => {
      const { chats, userId, exchange, ask } = await open();
      const { a } = await exchange({});
      const other = await exchange({});
      expect(await codeOf(ask({ chatId: "fresh", parentId: "gone" }))).toBe("not_found");
      expect(await codeOf(ask({ chatId: "fresh", parentId: a }))).toBe("not_found");
      expect(await codeOf(ask({ chatId: other.chatId, parentId: a }))).toBe("not_found");
      expect(await chats.find(userId, "fresh")).toBeNull();
      expect(await chats.messages(userId, other.chatId)).toHaveLength(2);
    });

    it("lets only a first question begin a chat", async () => {
      const { chats, userId, newId } = await open();
      const answer = { id: newId(), model: "model", metadata: {} };
      const start = { chatId: newId(), turnId: newId(), title: "", parentId: null, answer };
      expect(await codeOf(chats.startTurn(userId, start))).toBe("not_found");
      expect(await chats.find(userId, start.chatId)).toBeNull();
    });

    it("refuses ids that belong to other messages", async () => {
      const { chats, userId, exchange, newId } = await open();
      const { chatId, q, a, start } = await exchange({});
      const next = {
        ...start,
        question: { ...start.question, id: newId(), parentId: a, content: "", metadata: {} },
        answer: { ...start.answer, id: newId() },
      };
      const question = next.question;
      const wrong = [
        { ...next, answer: { ...next.answer, id: q } },
        { ...next, answer: { ...next.answer, id: a } },
        { ...next, answer: { ...next.answer, id: question.id } },
        { ...next, question: { ...question, id: a } },
        { ...next, question: { ...question, id: q } },
      ];
      for (const turn of wrong)
        expect(await codeOf(chats.startTurn(userId, turn))).toBe("conflict");
      expect(await chats.messages(userId, chatId)).toHaveLength(2);
    });
  });
}
