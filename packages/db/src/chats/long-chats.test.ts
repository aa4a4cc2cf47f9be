import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Prisma } from "../generated/client.ts";
import { type TestDatabase, testDatabase } from "../testing/index.ts";

/** The fastest of a few runs: what it costs when the machine is not busy with something else. */
async function fastest<T>(work: () => Promise<T>): Promise<{ result: T; milliseconds: number }> {
  let result = await work();
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const began = performance.now();
    result = await work();
    milliseconds = Math.min(milliseconds, performance.now() - began);
  }
  return { result, milliseconds };
}

describe("a chat of 5,000 messages among 1,000 of 50", () => {
  let database: TestDatabase;
  let userId: string;
  beforeAll(async () => {
    database = await testDatabase();
    userId = await database.addUser();
    const { prisma } = database;
    await prisma.$executeRaw(Prisma.sql`
      INSERT INTO chats (id, user_id, title, title_source, current_id, created_at, updated_at)
      SELECT 'c' || n, ${userId}, 'Chat ' || n, 'rule', 'm' || CASE n WHEN 0 THEN 4999 ELSE 49 END,
        now(), now() + n * interval '1 ms'
      FROM generate_series(0, 1000) n`);
    await prisma.$executeRaw(Prisma.sql`
      INSERT INTO messages (chat_id, id, parent_id, role, content, status, active_child_id, created_at)
      SELECT 'c' || c, 'm' || n, CASE WHEN n > 0 THEN 'm' || n - 1 END,
        CASE n % 2 WHEN 0 THEN 'user' ELSE 'assistant' END, to_jsonb(repeat('Some words. ', 40)),
        'done', CASE WHEN n < CASE c WHEN 0 THEN 4999 ELSE 49 END THEN 'm' || n + 1 END, now()
      FROM generate_series(0, 1000) c, generate_series(0, CASE c WHEN 0 THEN 4999 ELSE 49 END) n`);
  }, 120_000);
  afterAll(async () => {
    await database.stop();
  });

  it("opens its branch in less than 50 ms", async () => {
    const { chats } = database;
    const { result, milliseconds } = await fastest(() => chats.branch(userId, "c0", { limit: 50 }));
    expect(result?.messages.at(-1)?.id).toBe("m4999");
    expect(result?.messages).toHaveLength(50);
    expect(milliseconds).toBeLessThan(50);
  });

  it("scrolls back in less than 50 ms a page", async () => {
    const { chats } = database;
    const before = { beforeId: "m2500", limit: 50 };
    const { result, milliseconds } = await fastest(() => chats.branch(userId, "c0", before));
    expect(result?.messages.at(-1)?.id).toBe("m2499");
    expect(milliseconds).toBeLessThan(50);
  });

  it("lists a page of chats in less than 50 ms, with a search too", async () => {
    const { chats } = database;
    const page = await fastest(() => chats.list(userId, { limit: 50 }));
    expect(page.result.chats).toHaveLength(50);
    expect(page.milliseconds).toBeLessThan(50);
    const found = await fastest(() => chats.list(userId, { search: "chat 77", limit: 50 }));
    expect(found.result.chats).toHaveLength(19);
    expect(found.milliseconds).toBeLessThan(50);
  });

  it("loses its first message with all below in one go", async () => {
    const { chats } = database;
    expect(await chats.countBelow(userId, "c0", "m0")).toBe(5000);
    expect((await chats.removeMessage(userId, "c0", "m0"))?.currentId).toBeNull();
    expect(await chats.messages(userId, "c0")).toEqual([]);
  });
});
