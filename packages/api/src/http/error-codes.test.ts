import { modelDefinition, ParleyError, type Principal } from "@parley/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { asking } from "../testing/asking.ts";
import { FilteredUpstream } from "../testing/filtered-upstream.ts";
import { serveWorld } from "../testing/serve-world.ts";

const upstream = new FilteredUpstream(["m", "closed", "off"]);
const person = (userId: string, role: Principal["role"]): Principal => ({
  ...{ userId, role, name: userId, email: `${userId}@example.org`, via: "session" },
});
const [ada, root] = [person("ada", "user"), person("root", "admin")];
const grants = [{ to: "everyone", permission: "read" }];
const definitions = [
  { kind: "upstream", id: "closed", grants: [] },
  { kind: "upstream", id: "off", enabled: false },
  { kind: "preset", id: "over-closed", name: "Over", baseModelId: "closed", grants },
  { kind: "arena", id: "empty", name: "Empty", grants, arena: { modelIds: ["closed"] } },
];

let world: Awaited<ReturnType<typeof serveWorld>>;
beforeAll(async () => {
  world = await serveWorld({ upstream });
  for (const one of definitions) {
    await world.services.modelAdmin.create(root, modelDefinition.parse(one));
  }
  await begun("kept");
});
afterAll(() => world.stop());
beforeEach(() => {
  upstream.change = (body) => body;
  upstream.refusal = null;
});
const { post, speak, begun } = asking(() => world);

const failure = z.object({
  error: z.object({
    ...{ message: z.string(), type: z.string(), code: z.string(), param: z.string().nullable() },
  }),
});
const background = z.looseObject({ status: z.literal(true), chat_id: z.string() });
const stored = { chat_id: "kept" };
const session = { session_id: "socket" };

type Expected = { status: number; type: string; code: string; param?: string; message: RegExp };

async function expectFailure(response: Response, { status, message, ...expected }: Expected) {
  expect(response.status).toBe(status);
  const { error } = failure.parse(await response.json());
  expect(error).toMatchObject({ param: null, ...expected });
  expect(error.message).toMatch(message);
}

const noModel: Expected = {
  ...{ status: 404, type: "invalid_request_error", code: "model_not_found", param: "model" },
  message: /^There is no model ".*", or it is not yours/,
};
const noChat: Expected = {
  ...{ status: 404, type: "invalid_request_error", code: "not_found" },
  message: /^This chat does not exist, or is not yours\.$/,
};

describe("1.10 error codes: before anything is asked", () => {
  it.each<{ rule: string; keys: object; who?: string; expected: Expected }>([
    {
      rule: "an unknown model: 404 (the original: 400)",
      keys: { model: "ghost" },
      expected: noModel,
    },
    { rule: "no access to a model: as unknown", keys: { model: "closed" }, expected: noModel },
    { rule: "a model that is switched off: as unknown", keys: { model: "off" }, expected: noModel },
    {
      rule: "no access to what a preset stands on: as unknown (the original: 403)",
      keys: { model: "over-closed" },
      expected: noModel,
    },
    {
      rule: "an unknown model in a stored chat: the same",
      keys: { ...stored, model: "ghost" },
      expected: noModel,
    },
    {
      rule: "an unknown model in the background: the same, at once",
      keys: { ...stored, ...session, model: "ghost" },
      expected: noModel,
    },
    {
      rule: "metadata that can't be read: 400",
      keys: { chat_id: 7 },
      expected: {
        ...{ status: 400, type: "invalid_request_error", code: "invalid_request" },
        ...{ param: "chat_id", message: /^chat_id: / },
      },
    },
    { rule: "a chat that is not there: 404", keys: { chat_id: "none" }, expected: noChat },
    { rule: "somebody else's chat: the same", keys: stored, who: "bob", expected: noChat },
    {
      rule: "somebody else's chat, for an admin: the same (the original lets them)",
      keys: stored,
      who: "root",
      expected: noChat,
    },
    {
      rule: "a channel: 404, Parley has none",
      keys: { chat_id: "channel:general" },
      expected: { ...noChat, message: /^This channel does not exist/ },
    },
    {
      rule: "an arena that has nobody for the caller: 503 (the original fails at random)",
      keys: { model: "empty" },
      expected: {
        ...{ status: 503, type: "server_error", code: "arena_empty", param: "model" },
        message: /^None of the models of Empty can answer you/,
      },
    },
  ])("$rule", async ({ keys, who, expected }) => {
    const before = upstream.calls;
    await expectFailure(await post(keys, who), expected);
    expect(upstream.calls).toBe(before);
  });

  it("a model that is not there and one that is closed are told in the same words", async () => {
    const words = async (model: string) =>
      (await (await post({ model })).text()).replace(model, "X");
    expect(await words("closed")).toBe(await words("ghost"));
  });
});

type Refusal = { rule: string; error: ParleyError; expected: Expected; header?: string };
const refusals: Refusal[] = [
  ...[400, 401, 403, 404, 429, 500, 529].map(
    (status): Refusal => ({
      rule: `the upstream's ${status} stays ${status} (the original: 400)`,
      error: new ParleyError("upstream_error", "It said no.", { status }),
      expected: {
        status,
        type: "upstream_error",
        code: "upstream_error",
        message: /^It said no\.$/,
      },
    }),
  ),
  {
    rule: "the upstream's own code and Retry-After stay",
    error: new ParleyError("upstream_error", "Slow down.", {
      ...{ status: 429, upstreamCode: "rate_limit_exceeded", retryAfter: "7" },
    }),
    expected: {
      ...{ status: 429, type: "upstream_error", code: "rate_limit_exceeded" },
      message: /^Slow down\.$/,
    },
    header: "7",
  },
  {
    rule: "an upstream that can't be reached: 503",
    error: new ParleyError("upstream_unavailable", "It is not there."),
    expected: {
      ...{ status: 503, type: "upstream_error", code: "upstream_unavailable" },
      message: /^It is not there\.$/,
    },
  },
  {
    rule: "an upstream that does not answer in time: 504",
    error: new ParleyError("upstream_timeout", "It is silent."),
    expected: {
      ...{ status: 504, type: "upstream_error", code: "upstream_timeout" },
      message: /^It is silent\.$/,
    },
  },
  {
    rule: "a filter that refuses: 403, in its own words",
    error: new ParleyError("filter_refused", "Not here."),
    expected: {
      ...{ status: 403, type: "permission_error", code: "filter_refused" },
      message: /^Not here\.$/,
    },
  },
  {
    rule: "a filter that refuses with a status of its own",
    error: new ParleyError("filter_refused", "Not here.", { status: 418 }),
    expected: {
      ...{ status: 418, type: "permission_error", code: "filter_refused" },
      message: /^Not here\.$/,
    },
  },
];

describe("1.10 error codes: what fails on the way to the model", () => {
  const refuse = (error: ParleyError) => {
    if (error.code !== "filter_refused") upstream.refusal = error;
    upstream.change = (body) => {
      if (error.code === "filter_refused") throw error;
      return body;
    };
  };

  it.each(refusals)("no chat: $rule", async ({ error, expected, header = null }) => {
    refuse(error);
    const response = await post({});
    expect(response.headers.get("retry-after")).toBe(header);
    await expectFailure(response, expected);
  });

  it.each(refusals)("no chat, streamed: $rule", async ({ error, expected }) => {
    refuse(error);
    await expectFailure(await post({ stream: true }), expected);
  });

  it.each(refusals)("a stored chat: $rule", async ({ error, expected, header = null }) => {
    refuse(error);
    const response = await post(stored);
    expect(response.headers.get("retry-after")).toBe(header);
    await expectFailure(response, expected);
  });

  it.each(refusals)(
    "in the background: $rule, kept with the answer",
    async ({ error, expected }) => {
      refuse(error);
      const response = await post({ ...stored, ...session, id: "lost" });
      background.parse(await response.json());
      await world.untilIdle("kept");
      const message = await world.chats.message("ada", "kept", "lost");
      expect(message).toMatchObject({ status: "error", content: "" });
      const { status, code, message: words } = expected;
      const kept = { status, code, message: expect.stringMatching(words) };
      expect(message?.metadata.parley).toMatchObject({ error: kept });
      await world.services.chats.removeMessage(ada, "kept", "lost");
    },
  );

  it("an error that nobody designed: 500, without its words", async () => {
    upstream.refusal = new Error("password is hunter2");
    const expected = { status: 500, type: "server_error", code: "internal" };
    await expectFailure(await post({}), { ...expected, message: /^Parley failed\./ });
    await expectFailure(await post(stored), { ...expected, message: /^Parley failed while/ });
  });
});

describe("1.10 error codes: what fails in the middle of an answer", () => {
  const broken = new ParleyError("upstream_error", "It broke off.");

  it.each([
    { rule: "no chat", keys: {} },
    { rule: "a stored chat", keys: { ...stored, id: "half" } },
  ])("$rule, streamed: the error is the stream's last event", async ({ keys }) => {
    const pending = post({ ...keys, stream: true });
    const call = await world.nextCall();
    await call.say("Half");
    await call.fail(broken);
    const last = (await (await pending).text()).trimEnd().split("\n\n").at(-1) ?? "";
    const { error } = failure.parse(JSON.parse(last.replace("data: ", "")));
    expect(error).toMatchObject({ type: "upstream_error", message: "It broke off." });
  });

  it("a stored chat keeps what had come, and the error", async () => {
    const message = await world.chats.message("ada", "kept", "half");
    const kept = { code: "upstream_error", message: "It broke off.", status: 502 };
    expect(message).toMatchObject({ status: "error", content: "Half" });
    expect(message?.metadata.parley).toMatchObject({ error: kept });
  });
});

describe("1.10 error codes: stopping an answer", () => {
  const stop = async (who: string, messageId: string) => {
    const response = await fetch(`${world.url}/api/trpc/turns.stop`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${who}` },
      body: JSON.stringify({ chatId: "kept", messageId }),
    });
    const { result } = stopped.parse(await response.json());
    return result.data.stopped;
  };
  const stopped = z.object({ result: z.object({ data: z.object({ stopped: z.boolean() }) }) });

  it.each([
    { rule: "its owner may", who: "ada", may: true },
    { rule: "somebody else finds nothing there", who: "bob", may: false },
    { rule: "an admin neither (the original lets them)", who: "root", may: false },
  ])("$rule", async ({ who, may }) => {
    const id = `stop-${who}`;
    await post({ ...stored, ...session, id });
    const call = await world.nextCall();
    await call.say("Half");
    expect(await stop(who, id)).toBe(may);
    if (!may) await speak(call, [" and half"]);
    await world.untilIdle("kept");
    const message = await world.chats.message("ada", "kept", id);
    expect(message).toMatchObject(
      may ? { status: "stopped", content: "Half" } : { status: "done", content: "Half and half" },
    );
  });

  it("where nothing runs, nothing is stopped", async () => {
    expect(await stop("ada", "a")).toBe(false);
  });
});
