import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isParleyError } from "../../errors.ts";
import type { ChatRepository } from "../../ports/chats.ts";
import { memoryChats } from "../memory-chats.ts";
import { type ChatsUnderTest, expectTree, type MakeChats } from "./chats-under-test.ts";

type Run<Given> = (given: Given, chats: ChatRepository, world: World) => Promise<unknown>;

/** One call; its name and parameters are what a failing run prints. */
type Operation = {
  run(chats: ChatRepository, world: World): Promise<unknown>;
  toString(): string;
};

function operation<Given>(
  name: string,
  parameters: fc.Arbitrary<Given>,
  run: Run<Given>,
): fc.Arbitrary<Operation> {
  return parameters.map((given) => ({
    run: (chats, world) => run(given, chats, world),
    toString: () => `${name}(${fc.stringify(given)})`,
  }));
}

/** What ids mean in one run: small numbers become ids that no other run uses. */
type World = { userIds: string[]; chat(number: number): string };

const user = fc.constantFrom(0, 0, 0, 1);
const chat = fc.constantFrom(0, 0, 1);
const message = fc.integer({ min: 0, max: 7 }).map((number) => `m${number}`);
const parent = fc.option(message, { nil: null, freq: 4 });
const turn = fc.integer({ min: 0, max: 5 }).map((number) => `t${number}`);
const text = fc.string({ unit: "binary", maxLength: 6 });
const tag = fc.constantFrom("a", "it's {b}, \\\"c\\", "\u0000");
const metadata = fc
  .dictionary(
    fc.constantFrom("parley", "one", "two"),
    fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.dictionary(fc.constantFrom("x", "y"), fc.integer())),
  )
  .map((value) => JSON.parse(JSON.stringify(value)));

const place = fc.record({ user, chat, message });
type Place = { user: number; chat: number; message: string };

function at(world: World, { user, chat, message }: Place): [string, string, string] {
  return [world.userIds[user] ?? "", world.chat(chat), message];
}

const operations = [
  operation(
    "startTurn",
    fc.record({
      user,
      chat,
      turn,
      parent,
      q: message,
      a: message,
      ask: fc.boolean(),
      text,
      metadata,
    }),
    ({ user, chat, turn, parent, q, a, ask, text, metadata }, chats, world) => {
      const question = { id: q, parentId: parent, content: text, metadata };
      return chats.startTurn(world.userIds[user] ?? "", {
        ...{ chatId: world.chat(chat), turnId: turn, title: text, parentId: parent },
        answer: { id: a, model: "model", metadata },
        ...(ask ? { question } : {}),
      });
    },
  ),
  operation(
    "endTurn",
    fc.record({ place, turn, text, metadata, status: fc.constantFrom("done", "stopped", "error") }),
    ({ place, turn, text, metadata, status }, chats, world) => {
      const [, chatId, messageId] = at(world, place);
      return chats.endTurn({ chatId, messageId, turnId: turn, status, content: text, metadata });
    },
  ),
  operation(
    "appendDrafts",
    fc.record({ place, turn, seq: fc.integer({ min: 1, max: 3 }), text }),
    ({ place, turn, seq, text }, chats, world) => {
      const [, chatId, messageId] = at(world, place);
      const draft = { chatId, messageId, turnId: turn, seq, content: text, reasoning: text };
      return chats.appendDrafts([draft]);
    },
  ),
  operation(
    "upsertMessage",
    fc.record({ place, parent, text, metadata, create: fc.boolean() }),
    ({ place, parent, text, metadata, create }, chats, world) =>
      chats.upsertMessage(
        ...at(world, place),
        { content: text, metadata },
        create ? { parentId: parent, role: "user" } : undefined,
      ),
  ),
  operation("resumeTurn", fc.record({ place, turn }), ({ place, turn }, chats, world) =>
    chats.resumeTurn(...at(world, place), turn),
  ),
  operation("showBranch", place, (given, chats, world) => chats.showBranch(...at(world, given))),
  operation("removeMessage", place, (given, chats, world) =>
    chats.removeMessage(...at(world, given)),
  ),
  operation("countBelow", place, (given, chats, world) => chats.countBelow(...at(world, given))),
  operation("interruptAll", fc.constant(null), (_, chats) => chats.interruptAll()),
  operation(
    "update",
    fc.record({ user, chat, pinned: fc.boolean(), title: text }),
    ({ user, chat, ...patch }, chats, world) =>
      chats.update(world.userIds[user] ?? "", world.chat(chat), patch),
  ),
  operation(
    "tagByModel",
    fc.record({ user, chat, tags: fc.array(tag, { minLength: 1, maxLength: 3 }) }),
    ({ user, chat, tags }, chats, world) =>
      chats.tagByModel(world.userIds[user] ?? "", world.chat(chat), tags),
  ),
  operation("removeTag", fc.record({ user, chat, tag }), ({ user, chat, tag }, chats, world) =>
    chats.removeTag(world.userIds[user] ?? "", world.chat(chat), tag),
  ),
  operation("remove", fc.record({ user, chat }), ({ user, chat }, chats, world) =>
    chats.remove(world.userIds[user] ?? "", world.chat(chat)),
  ),
];

/** The result, or the code of the error. */
async function outcome(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    if (isParleyError(error)) return { refused: error.code };
    throw error;
  }
}

/** Everything that can be read. */
async function everything(chats: ChatRepository, world: World): Promise<unknown> {
  const views = [];
  for (const userId of world.userIds) {
    const { chats: listed } = await chats.list(userId, { limit: 50 });
    views.push(listed);
    for (const { id } of listed) {
      await expectTree(chats, userId, id);
      views.push(await chats.find(userId, id), await chats.messages(userId, id));
      views.push(await chats.branch(userId, id, { limit: 3 }));
    }
  }
  return views;
}

/**
 * Random operations give the same results, and leave the same chats, as in memory. Both
 * implementations must take the time from `now`.
 */
export function describeChatAgreement(name: string, make: MakeChats, runs = 100): void {
  describe(`ChatRepository: ${name}`, () => {
    let time = 1_700_000_000_000;
    let open: ChatsUnderTest | undefined;
    beforeAll(async () => {
      open = await make(() => time);
    });
    afterAll(async () => {
      await open?.close();
    });

    it("does what the one in memory does, whatever the order of operations", async () => {
      if (open === undefined) throw new Error("the repository opens before the first test");
      const { chats: stored, addUser } = open;
      const memory = memoryChats({ now: () => time });
      let run = 0;
      const script = fc.array(fc.oneof(...operations), { minLength: 5, maxLength: 25 });
      await fc.assert(
        fc.asyncProperty(script, async (steps) => {
          run += 1;
          const prefix = `run${run}`;
          const world: World = {
            userIds: [await addUser(), await addUser()],
            chat: (number) => `${prefix}-c${number}`,
          };
          // A run that failed may have left something running.
          await Promise.all([stored.interruptAll(), memory.interruptAll()]);
          for (const step of steps) {
            time += 1;
            const expected = await outcome(step.run(memory, world));
            expect(await outcome(step.run(stored, world))).toEqual(expected);
          }
          expect(await everything(stored, world)).toEqual(await everything(memory, world));
        }),
        { numRuns: runs },
      );
    });
  });
}
