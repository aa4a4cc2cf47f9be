import { type NewConnection, ParleyError } from "@parley/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "./create-database.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe("createDatabase", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ secret: "the first secret of thirty-two letters" });
  });
  afterAll(async () => {
    await database.stop();
  });

  it("says where no database answers, without the password", async () => {
    const url = "postgresql://me:hunter2@127.0.0.1:1/nothing";
    const opening = createDatabase({ url, secret: "x".repeat(32), log: silent });
    const error = await opening.then(
      () => null,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(ParleyError);
    expect(String(error)).toContain("The database at 127.0.0.1:1/nothing can't be reached (");
    expect(String(error)).not.toContain("hunter2");
  });

  it("stores keys of connections encrypted, and does without those of another secret", async () => {
    const connection: NewConnection = {
      kind: "openai",
      ...{ name: "One", baseUrl: "http://one", apiKey: "sk-clear" },
      ...{ enabled: true, prefix: null, seed: null },
    };
    const { id } = await database.connections.create(connection);
    const row = await database.prisma.connection.findUniqueOrThrow({ where: { id } });
    expect(row.apiKeyCipher).toMatch(/^v1\./);
    expect(row.apiKeyCipher).not.toContain("sk-clear");
    const said: string[] = [];
    const log = { ...silent, error: (message: string) => said.push(message) };
    const secret = "the second secret of thirty-two letters";
    const other = await createDatabase({ url: database.url, secret, log });
    try {
      expect(await other.connections.list()).toEqual([
        { ...(await database.connections.find(id)), apiKey: null },
      ]);
      expect(said.join()).toContain("AUTH_SECRET has changed");
    } finally {
      await other.close();
    }
  });

  it("removes everything of a person with the person", async () => {
    const userId = await database.addUser();
    const { chats, prisma } = database;
    for (const [q, parentId] of [
      ["q1", null],
      ["q2", "a-q1"],
    ] as const) {
      await chats.startTurn(userId, {
        ...{ chatId: "whole", turnId: `t-${q}`, title: "", parentId: null },
        question: { id: q, parentId, content: "Why?", metadata: {} },
        answer: { id: `a-${q}`, model: "m", metadata: {} },
      });
    }
    await chats.appendDrafts([
      { turnId: "t-q2", chatId: "whole", messageId: "a-q2", seq: 1, content: "x", reasoning: "" },
    ]);
    expect(await prisma.messageDraft.count({ where: { chatId: "whole" } })).toBe(1);
    await prisma.user.delete({ where: { id: userId } });
    expect(await prisma.chat.count({ where: { id: "whole" } })).toBe(0);
    expect(await prisma.message.count({ where: { chatId: "whole" } })).toBe(0);
    expect(await prisma.messageDraft.count({ where: { chatId: "whole" } })).toBe(0);
  });
});
