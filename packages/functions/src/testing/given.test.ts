import {
  block,
  defineAction,
  defineFilter,
  definePipe,
  type PipeResult,
  valve,
  z,
} from "@parley/functions";
import {
  answered,
  answerOf,
  asked,
  type FilterAtWork,
  given,
  piece,
} from "@parley/functions/testing";
import { describe, expect, it } from "vitest";

const polite = defineFilter({
  name: "Polite",
  valves: z.object({ word: valve(z.string().default("please"), { placeholder: "please" }) }),
  userValves: z.object({ loud: z.boolean().default(false) }),
  inlet({ body, valves, user, state }) {
    if (body.messages.length === 0) return block("Say something.");
    state.seen = body.messages.length;
    const word = user.valves.loud ? valves.word.toUpperCase() : valves.word;
    return { ...body, messages: [...body.messages, { role: "user", content: word }] };
  },
  stream({ event, body }) {
    return body.messages.length > 1 ? null : event;
  },
  outlet({ body, state }) {
    return {
      ...body,
      messages: body.messages.map((one) => ({ ...one, seen: state.seen ?? null })),
    };
  },
});

describe("a filter at work", () => {
  it("has the defaults of its valves, and what a test sets", async () => {
    const lastOf = async (filter: FilterAtWork) =>
      (await filter.inlet("Help")).body.messages.at(-1)?.content;
    expect(await lastOf(given(polite))).toBe("please");
    expect(await lastOf(given(polite, { valves: { word: "now" } }))).toBe("now");
    expect(await lastOf(given(polite, { userValves: { loud: true } }))).toBe("PLEASE");
  });

  it("refuses valves that its schema refuses", () => {
    const strict = defineFilter({ name: "Strict", valves: z.object({ count: z.int().min(1) }) });
    expect(() => given(strict)).toThrow();
    expect(() => given(strict, { valves: { count: 0 } })).toThrow();
    expect(() => given(strict, { valves: { count: 1 } })).not.toThrow();
  });

  it("keeps its state from hook to hook, and the request for the stream", async () => {
    const filter = given(polite);
    await filter.inlet("Help");
    expect(filter.state).toEqual({ seen: 1 });
    expect(await filter.stream(piece("Yes"))).toBe(null);
    expect(answerOf((await filter.outlet("Yes")).body).seen).toBe(1);
  });

  it("passes a verdict on, and the body as it was", async () => {
    const empty = asked("", { messages: [] });
    expect(await given(polite).inlet(empty)).toEqual({ body: empty, blocked: "Say something." });
  });

  it("works on a copy: what is changed but not returned is lost", async () => {
    const careless = defineFilter({
      name: "Careless",
      inlet({ body }) {
        body.model = "another";
      },
    });
    expect((await given(careless).inlet("Help")).body.model).toBe("a-model");
  });

  it("lets everything pass where it has no hook", async () => {
    const idle = given(defineFilter({ name: "Idle" }));
    expect((await idle.inlet("Help")).body).toEqual(asked("Help"));
    expect(await idle.streamed(["a", "b"])).toBe("ab");
    expect((await idle.outlet("Yes")).body).toEqual(answered("Yes"));
  });
});

describe("a pipe at work", () => {
  it.each<[string, PipeResult]>([
    ["a text", "Hello"],
    ["texts", ["Hel", "lo"]],
    ["pieces", [piece("Hel"), piece("lo")]],
    ["a completion", { choices: [{ message: { content: "Hello" } }] }],
  ])("may give %s", async (_, result) => {
    const pipe = definePipe({ name: "Says", pipe: () => result });
    expect((await given(pipe).pipe("Hi")).text).toBe("Hello");
  });
});

describe("what a function does outside", () => {
  const busy = defineAction({
    name: "Busy",
    permissions: { fetch: ["*.example.com", "127.0.0.1:8080"], models: ["small"], storage: true },
    async action({ emit, call, fetch, complete, storage, sub }) {
      await emit({ type: "notification", data: { type: "info", content: "Hello" } });
      const said = await call({ type: "confirmation", data: { title: "Sure?", message: "?" } });
      const text = await (await fetch(`https://${sub}/x`)).text();
      const answer = await complete({ model: "small", messages: [] });
      const count = await storage.add("count", 2);
      return { said, text, answer: answer.text, count, keys: await storage.keys("c") };
    },
  });

  it("is answered by the test, and written down", async () => {
    const world = {
      call: () => true,
      fetch: () => "a page",
      complete: () => "yes",
      kept: { count: 1 },
    };
    const action = given(busy, world);
    expect(await action.action("An answer", "api.example.com")).toEqual({
      said: true,
      text: "a page",
      answer: "yes",
      count: 3,
      keys: ["count"],
    });
    expect(action.emitted).toHaveLength(1);
    expect(action.asked).toHaveLength(1);
    expect(action.fetched).toEqual([{ url: "https://api.example.com/x", options: {} }]);
    expect(action.completed).toEqual([{ model: "small", messages: [] }]);
    expect(action.kept.get("count")).toBe(3);
  });

  it("finds nobody at the page when the test says nothing", async () => {
    const action = given(busy, { fetch: () => "", complete: () => "" });
    expect(await action.action("", "127.0.0.1:8080")).toMatchObject({ said: null });
  });

  it.each([
    ["example.com", {}, "permissions.fetch does not name example.com"],
    ["api.example.com", {}, "The test says nothing about https://api.example.com/x"],
  ])("fails for %s as the function would", async (host, world, sentence) => {
    await expect(given(busy, world).action("", host)).rejects.toThrow(sentence);
  });

  it("needs the permissions that it uses", async () => {
    const bare = defineAction({
      name: "Bare",
      async action({ sub, storage, complete }) {
        if (sub === "storage") await storage.get("x");
        else await complete({ model: "big", messages: [] });
      },
    });
    await expect(given(bare).action("", "storage")).rejects.toThrow("permissions.storage");
    await expect(given(bare).action("")).rejects.toThrow("permissions.models does not name big");
  });
});
