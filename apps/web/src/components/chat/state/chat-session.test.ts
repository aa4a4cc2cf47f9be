import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { ChatSession } from "./chat-session.ts";
import { FakeServer } from "./fake-server.ts";

const sessions: (() => void)[] = [];
afterEach(() => {
  for (const end of sessions.splice(0)) end();
});

let ids = 0;
function openChat(server: FakeServer, { isNew = false } = {}) {
  const problems: unknown[] = [];
  const session = new ChatSession(
    server.page(),
    { id: server.chatId, isNew },
    {
      now: () => 0,
      newId: () => `page-${++ids}`,
      schedule: (task) => task(),
      after: (_ms, task) => {
        const timer = setTimeout(task, 0);
        return () => clearTimeout(timer);
      },
      onProblem: (problem) => problems.push(problem),
    },
  );
  sessions.push(session.start());
  const shown = () =>
    session
      .state()
      .messages.map(({ id, content, status }) => [
        session.liveText(id)?.content.text ?? content,
        status,
      ]);
  return { session, shown, problems };
}

describe("ChatSession", () => {
  it("shows the stored branch of a chat", async () => {
    const server = new FakeServer();
    server.store("q", "a");
    const { session, shown } = openChat(server);
    expect(session.state().phase).toBe("loading");
    await server.quiet();
    expect(session.state().phase).toBe("ready");
    expect(shown()).toEqual([
      ["q", "done"],
      ["a", "done"],
    ]);
  });

  it("says that a chat is missing", async () => {
    const { session } = openChat(new FakeServer());
    await expect.poll(() => session.state().phase).toBe("missing");
  });

  it("shows a question and a running answer before the server has them", async () => {
    const server = new FakeServer();
    const { session, shown } = openChat(server, { isNew: true });
    const sent = session.send({ content: "q", model: "m" });
    expect(session.state().phase).toBe("new");
    expect(shown()).toEqual([
      ["q", "done"],
      ["", "streaming"],
    ]);
    await sent;
    expect(session.state()).toMatchObject({ phase: "ready", pending: null });
    server.say("hello ");
    server.say("there");
    server.end();
    await server.quiet();
    expect(shown()).toEqual([
      ["q", "done"],
      ["hello there", "done"],
    ]);
  });

  it("keeps the title that came before the reply of the question that began the chat", async () => {
    const server = new FakeServer({ slow: true });
    const { session } = openChat(server, { isNew: true });
    const sent = session.send({ content: "q", model: "m" });
    server.rename("Named");
    server.deliver("socket");
    server.deliver(0);
    await sent;
    expect(session.state().chat?.title).toBe("Named");
    await server.quiet();
    expect(session.state().chat?.title).toBe("Named");
  });

  it("takes a tag away at once, and has it back when the server refuses", async () => {
    const server = new FakeServer();
    server.store("q", "a", ["locks", "leases"]);
    const { session } = openChat(server);
    await server.quiet();
    server.refuseNext();
    const refused = expect(session.removeTag("locks")).rejects.toThrow("refused");
    expect(session.state().chat?.tags).toEqual(["leases"]);
    await refused;
    expect(session.state().chat?.tags).toEqual(["locks", "leases"]);
  });

  it("keeps a title that came while the chat was being read", async () => {
    const server = new FakeServer({ slow: true });
    server.store("q", "a");
    const { session } = openChat(server);
    await server.quiet();
    const read = session.reload();
    server.rename("Named");
    server.deliver("socket");
    server.deliver(0);
    await server.quiet();
    await read;
    expect(session.state().chat?.title).toBe("Named");
  });

  it("takes a question back that could not be stored", async () => {
    const server = new FakeServer();
    server.store("q", "a");
    const { session, shown } = openChat(server);
    await server.quiet();
    server.refuseNext();
    await expect(session.send({ content: "no", model: "m" })).rejects.toThrow("refused");
    expect(shown()).toHaveLength(2);
    expect(session.state().pending).toBeNull();
  });

  it("puts a regenerated answer beside the old one", async () => {
    const server = new FakeServer();
    const [questionId] = server.store("q", "a");
    const { session, shown } = openChat(server);
    await server.quiet();
    await session.regenerate(questionId, "m");
    server.say("b");
    server.end();
    await server.quiet();
    expect(shown()).toEqual([
      ["q", "done"],
      ["b", "done"],
    ]);
    expect(session.state().messages[1]?.siblingIds).toHaveLength(2);
  });

  it("stops an answer that was not stored yet as soon as it is", async () => {
    const server = new FakeServer({ slow: true });
    server.store("q", "a");
    const { session, shown } = openChat(server);
    await server.quiet();
    const sent = session.send({ content: "long", model: "m" });
    await session.stop();
    expect(session.state().stoppingId).not.toBeNull();
    await server.quiet();
    await sent;
    expect(shown().at(-1)).toEqual(["", "stopped"]);
    expect(session.state().stoppingId).toBeNull();
  });

  it("goes on with a stopped answer after the text that is there", async () => {
    const server = new FakeServer();
    server.store("q", "a");
    const { session, shown } = openChat(server);
    await server.quiet();
    await session.send({ content: "more", model: "m" });
    server.say("one ");
    await session.stop();
    const id = session.state().messages.at(-1)?.id ?? "";
    await session.resume(id);
    server.say("two");
    server.end();
    await server.quiet();
    expect(shown().at(-1)).toEqual(["one two", "done"]);
  });

  it("follows a turn of another page", async () => {
    const server = new FakeServer();
    server.store("q", "a");
    const one = openChat(server);
    const other = openChat(server);
    await server.quiet();
    await one.session.send({ content: "again", model: "m" });
    server.say("yes");
    server.end();
    await server.quiet();
    expect(other.shown()).toEqual(one.shown());
    expect(other.shown().at(-1)).toEqual(["yes", "done"]);
  });

  it("notices that the chat was removed", async () => {
    const server = new FakeServer();
    server.store("q", "a");
    const { session } = openChat(server);
    await server.quiet();
    server.removeChat();
    expect(session.state().phase).toBe("removed");
  });

  it("loads older messages in front", async () => {
    const server = new FakeServer();
    for (let index = 0; index < 40; index += 1) server.store(`q${index}`, `a${index}`);
    const { session } = openChat(server);
    await server.quiet();
    expect(session.state().messages).toHaveLength(40);
    await session.loadOlder();
    expect(session.state().messages).toHaveLength(80);
    expect(session.state().branch.hasMore).toBe(false);
    expect(session.state().messages[0]?.content).toBe("q0");
  });

  it("asks for what is missing as soon as it notices", async () => {
    const server = new FakeServer();
    server.store("q", "a");
    const { session, shown } = openChat(server);
    await server.quiet();
    await session.send({ content: "more", model: "m" });
    server.say("one ");
    server.loseNext();
    server.say("two ");
    server.say("three");
    await server.quiet();
    expect(shown().at(-1)).toEqual(["one two three", "streaming"]);
  });

  it("does not let an old reading undo what it heard since", async () => {
    const server = new FakeServer({ slow: true });
    server.store("q", "a");
    const one = openChat(server);
    const other = openChat(server);
    await server.quiet();
    const reloaded = one.session.reload();
    const sent = other.session.send({ content: "new", model: "m" });
    server.deliver("socket");
    server.deliver("socket");
    expect(one.shown()).toHaveLength(4);
    server.deliver(0);
    await Promise.resolve();
    expect(one.shown()).toHaveLength(4);
    await server.quiet();
    await Promise.all([reloaded, sent]);
    expect(one.shown()).toHaveLength(4);
  });

  it("does not let an old reading undo a newer one", async () => {
    const server = new FakeServer({ slow: true });
    const [, answerId] = server.store("q", "a");
    const { session, shown } = openChat(server);
    await server.quiet();
    const old = session.reload();
    const edited = session.edit(answerId, "b");
    server.deliver(1);
    await Promise.resolve();
    await Promise.resolve();
    server.deliver(1);
    await Promise.resolve();
    server.deliver(0);
    await server.quiet();
    await Promise.all([old, edited]);
    expect(shown().at(-1)).toEqual(["b", "done"]);
  });

  it("ends with the server's text, whatever is late, lost or cut off in between", async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.constant("say" as const) },
      { weight: 4, arbitrary: fc.constant("socket" as const) },
      { weight: 3, arbitrary: fc.nat(3) },
      { weight: 2, arbitrary: fc.constant("yield" as const) },
      { weight: 1, arbitrary: fc.constant("end" as const) },
      { weight: 1, arbitrary: fc.constant("send" as const) },
      { weight: 1, arbitrary: fc.constant("drop" as const) },
      { weight: 1, arbitrary: fc.constant("lose" as const) },
      { weight: 1, arbitrary: fc.constant("reload" as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const server = new FakeServer({ slow: true });
        server.store("q", "a");
        const { session, shown } = openChat(server);
        const sends: Promise<unknown>[] = [];
        for (const name of steps) {
          if (name === "say") server.say(`${name}${steps.length} `);
          else if (name === "socket" || typeof name === "number") server.deliver(name);
          else if (name === "end") server.end();
          else if (name === "drop") server.reconnect();
          else if (name === "lose") server.loseNext();
          else if (name === "reload") sends.push(session.reload());
          else if (name === "send" && session.state().pending === null)
            sends.push(session.send({ content: "more", model: "m" }));
          else await Promise.resolve();
        }
        await server.quiet();
        await Promise.all(sends);
        server.say("the last");
        server.end();
        await server.quiet();
        expect(shown()).toEqual(server.branch());
      }),
      { numRuns: 100 },
    );
  });
});
