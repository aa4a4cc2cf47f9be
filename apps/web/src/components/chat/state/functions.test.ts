import { describe, expect, it } from "vitest";
import { withExtension, withFresh } from "./branch.ts";
import { ChatSession } from "./chat-session.ts";
import { filtersOf } from "./chat-state.ts";
import { FakeServer } from "./fake-server.ts";
import { idsOn } from "./filters.ts";
import type { ChatServer } from "./ports.ts";
import type { Branch, BranchMessage, ExtendedEvent, SwitchableFilter } from "./types.ts";

const message = (change: Partial<BranchMessage> = {}): BranchMessage => ({
  ...{ chatId: "c", id: "a", parentId: null, role: "assistant", content: "text", status: "done" },
  ...{ model: "m", metadata: {}, activeChildId: null, createdAt: 0, siblingIds: ["a"] },
  ...change,
});
const branchOf = (...messages: BranchMessage[]): Branch => ({ messages, hasMore: false });
const event = (extension: ExtendedEvent["extension"]): ExtendedEvent => ({
  ...{ type: "message-extended", chatId: "c", messageId: "a", extension },
});
const source = { source: { name: "A page", url: "https://example.org/" } };

describe("what a function adds to a message", () => {
  it("is shown in the order in which it came, beside the message's other fields", () => {
    const first = withExtension(
      branchOf(message({ metadata: { kept: 1 } })),
      event({ kind: "status", status: { description: "Searching" } }),
    );
    const second = withExtension(
      first,
      event({ kind: "status", status: { description: "Done", done: true } }),
    );
    expect(second.messages[0]?.metadata).toEqual({
      kept: 1,
      statusHistory: [{ description: "Searching" }, { description: "Done", done: true }],
    });
  });

  it("is not added twice when the page has read it already", () => {
    const read = branchOf(message({ metadata: { sources: [source] } }));
    const next = withExtension(read, event({ kind: "source", source }));
    expect(next.messages[0]?.metadata).toEqual({ sources: [source] });
  });

  it("changes nothing when it is a note, or for a message that is not shown", () => {
    const branch = branchOf(message());
    const notification = { type: "info", content: "Hi" } as const;
    expect(withExtension(branch, event({ kind: "notification", notification }))).toBe(branch);
    const elsewhere = { ...event({ kind: "files", files: [] }), messageId: "b" };
    expect(withExtension(branch, elsewhere)).toBe(branch);
  });

  it("is taken from what is read while the answer runs, whose text is not", () => {
    const running = branchOf(message({ status: "streaming", content: "" }));
    const same = branchOf(message({ status: "streaming", content: "half" }));
    expect(withFresh(running, same)).toBe(running);
    const more = message({ status: "streaming", metadata: { sources: [source] } });
    expect(withFresh(running, branchOf(more)).messages[0]?.metadata).toEqual({ sources: [source] });
  });
});

const filter = (id: string, on: boolean): SwitchableFilter => ({
  ...{ id, name: id, description: null, icon: null, on },
});

const options = {
  ...{ now: () => 0, newId: () => crypto.randomUUID(), schedule: (task: () => void) => task() },
  after: () => () => undefined,
  onProblem: () => undefined,
};

describe("switchable filters", () => {
  it("are on as they were switched, else as the model has them; one that is gone is left out", () => {
    const offered = [filter("redact", false), filter("web", true), filter("spell", true)];
    const switches = { redact: true, web: false, gone: true };
    expect(idsOn(offered, switches)).toEqual(["redact", "spell"]);
  });

  it("are kept by the chat as they were chosen before it was begun, and after", async () => {
    const server = new FakeServer();
    const begun = new ChatSession(
      server.page(),
      { id: server.chatId, isNew: true },
      { ...options, filters: { web: true } },
    );
    const end = begun.start();
    begun.switchFilter("redact", true);
    await begun.send({ content: "Hi", model: "m" });
    begun.switchFilter("web", false);
    expect(filtersOf(begun.state())).toEqual({ redact: true, web: false });
    await server.quiet();
    const later = new ChatSession(server.page(), { id: server.chatId, isNew: false }, options);
    const endLater = later.start();
    await server.quiet();
    expect(filtersOf(later.state())).toEqual({ redact: true, web: false });
    end();
    endLater();
  });

  it("stay as they were switched here, whatever is read before that is stored", async () => {
    const server = new FakeServer();
    const page = { ...server.page(), setFilters: () => new Promise<never>(() => undefined) };
    const session = new ChatSession(page, { id: server.chatId, isNew: true }, options);
    const end = session.start();
    await session.send({ content: "Hi", model: "m" });
    session.switchFilter("redact", true);
    await session.reload();
    expect(filtersOf(session.state())).toEqual({ redact: true });
    end();
  });

  it("stay as they were chosen when the chat is read before its beginning is answered", async () => {
    const server = new FakeServer();
    const page = server.page();
    const answered = Promise.withResolvers<void>();
    const slow: ChatServer = {
      ...page,
      async send(input) {
        const result = await page.send(input);
        await answered.promise;
        return result;
      },
    };
    const chosen = { ...options, filters: { redact: true, web: true } };
    const session = new ChatSession(slow, { id: server.chatId, isNew: true }, chosen);
    const end = session.start();
    const sending = session.send({ content: "Hi", model: "m" });
    await server.quiet();
    await session.reload();
    expect(filtersOf(session.state())).toEqual({ redact: true, web: true });
    session.switchFilter("web", false);
    answered.resolve();
    await sending;
    await server.quiet();
    await session.reload();
    expect(filtersOf(session.state())).toEqual({ redact: true, web: false });
    const later = new ChatSession(server.page(), { id: server.chatId, isNew: false }, options);
    const endLater = later.start();
    await server.quiet();
    expect(filtersOf(later.state())).toEqual({ redact: true, web: false });
    end();
    endLater();
  });

  it("come back when the server refuses", async () => {
    const server = new FakeServer();
    const page = { ...server.page(), setFilters: () => Promise.reject(new Error("no")) };
    const session = new ChatSession(page, { id: server.chatId, isNew: true }, options);
    const end = session.start();
    await session.send({ content: "Hi", model: "m" });
    session.switchFilter("redact", true);
    await server.quiet();
    expect(filtersOf(session.state())).toEqual({});
    end();
  });
});
