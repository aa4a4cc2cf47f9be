import { describe, expect, it } from "vitest";
import type { TurnEnd } from "../../ports/chats.ts";
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

  describe("endTurn", () => {
    const open = useChats(make);

    it("replaces the text and keeps every other key", async () => {
      const { chats, userId, ask, message } = await open();
      const { chatId, a: messageId, start } = await ask();
      const { turnId } = start;
      await chats.appendDrafts([
        { turnId, chatId, messageId, seq: 1, content: "Dra", reasoning: "Hm" },
      ]);
      await chats.upsertMessage(userId, chatId, messageId, { metadata: { field: 1 } });
      const end: TurnEnd = {
        ...{ turnId, chatId, messageId, content: "Text" },
        status: "stopped",
        metadata: { parley: { finishReason: "stop" }, other: 2 },
      };
      expect(await chats.endTurn(end)).toBe(true);
      expect(await message(chatId, messageId)).toMatchObject({
        content: "Text",
        status: "stopped",
        metadata: { field: 1, other: 2, parley: { modelName: "Model", finishReason: "stop" } },
      });
      expect(await chats.endTurn({ ...end, content: "Again" })).toBe(false);
      expect((await message(chatId, messageId)).content).toBe("Text");
    });

    it("writes nothing for another turn, or where the message is gone", async () => {
      const { chats, userId, ask, message } = await open();
      const { chatId, q, a: messageId, start } = await ask();
      const end = { chatId, messageId, status: "done", content: "Text", metadata: {} } as const;
      expect(await chats.endTurn({ ...end, turnId: "another" })).toBe(false);
      expect((await message(chatId, messageId)).status).toBe("streaming");
      await chats.removeMessage(userId, chatId, q);
      expect(await chats.endTurn({ ...end, turnId: start.turnId })).toBe(false);
    });
  });

  describe("resumeTurn", () => {
    const open = useChats(make);

    it("goes on after the text that is there, without what was said about the end", async () => {
      const { chats, userId, ask, message } = await open();
      const { chatId, a: messageId, start } = await ask();
      await chats.endTurn({
        ...{ chatId, messageId, turnId: start.turnId, status: "error", content: "Half" },
        metadata: {
          parley: {
            error: { code: "x", message: "y", status: 502 },
            finishReason: "error",
            reasoning: "Hm",
          },
        },
      });
      const resumed = await chats.resumeTurn(userId, chatId, messageId, "second");
      expect(resumed).toMatchObject({ content: "Half", status: "streaming" });
      expect(resumed?.metadata.parley).toEqual({ modelName: "Model", reasoning: "Hm" });
      await chats.appendDrafts([
        { turnId: "second", chatId, messageId, seq: 1, content: " and", reasoning: ", hm" },
        { turnId: "second", chatId, messageId, seq: 2, content: " half", reasoning: "" },
        { turnId: start.turnId, chatId, messageId, seq: 3, content: "LATE", reasoning: "LATE" },
      ]);
      await chats.interruptAll();
      expect(await message(chatId, messageId)).toMatchObject({
        content: "Half and half",
        status: "interrupted",
        metadata: { parley: { reasoning: "Hm, hm" } },
      });
    });

    it("is null while it runs, for a question, and for what is not there", async () => {
      const { chats, userId, ask } = await open();
      const { chatId, q, a } = await ask();
      expect(await chats.resumeTurn(userId, chatId, a, "t")).toBeNull();
      expect(await chats.resumeTurn(userId, chatId, q, "t")).toBeNull();
      expect(await chats.resumeTurn(userId, chatId, "gone", "t")).toBeNull();
    });

    it("has one winner of many at once", async () => {
      const { chats, userId, exchange } = await open();
      const { chatId, a } = await exchange({});
      const all = await Promise.all(
        ["one", "two", "three"].map((turnId) => chats.resumeTurn(userId, chatId, a, turnId)),
      );
      expect(all.filter((message) => message !== null)).toHaveLength(1);
    });
  });

  describe("interruptAll", () => {
    const open = useChats(make);

    it("ends what was running with the text of its drafts, in their order", async () => {
      const { chats, ask, exchange, message } = await open();
      await chats.interruptAll();
      const one = await ask();
      const two = await ask();
      const done = await exchange({});
      const draft = (asked: typeof one, seq: number, content: string) => ({
        ...{ turnId: asked.start.turnId, chatId: asked.chatId, messageId: asked.a },
        ...{ seq, content, reasoning: "" },
      });
      await chats.appendDrafts([draft(one, 2, "lo"), draft(two, 1, "😀"), draft(one, 1, "Hel")]);
      await chats.appendDrafts([draft(one, 2, "twice")]);
      await chats.appendDrafts([draft(done, 1, "late")]);
      await chats.appendDrafts([]);
      expect(await chats.interruptAll()).toBe(2);
      expect(await message(one.chatId, one.a)).toMatchObject({
        content: "Hello",
        status: "interrupted",
        metadata: { parley: { modelName: "Model" } },
      });
      expect((await message(two.chatId, two.a)).content).toBe("😀");
      expect(await message(done.chatId, done.a)).toMatchObject({
        content: "Because.",
        status: "done",
      });
      expect(await chats.interruptAll()).toBe(0);
    });

    it("adds the text to a list of parts as one more part", async () => {
      const { chats, userId, exchange, message } = await open();
      const { chatId, a: messageId } = await exchange({});
      const parts = [{ type: "text", text: "One" }];
      await chats.upsertMessage(userId, chatId, messageId, { content: parts });
      await chats.resumeTurn(userId, chatId, messageId, "parts");
      await chats.appendDrafts([
        { turnId: "parts", chatId, messageId, seq: 1, content: "Two", reasoning: "" },
      ]);
      await chats.interruptAll();
      expect((await message(chatId, messageId)).content).toEqual([
        ...parts,
        { type: "text", text: "Two" },
      ]);
    });
  });
}
