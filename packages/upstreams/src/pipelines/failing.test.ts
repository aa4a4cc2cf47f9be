import { trace as traceData } from "@parley/core";
import { type Fault, filter, withLastText } from "@parley/e2e/pipelines-server";
import { describe, expect, it } from "vitest";
import { pipelinesWorld, type WorldOptions } from "../testing/pipelines-world.ts";

const shout = filter("shout", {
  name: "Shout",
  inlet: (body) => withLastText(body, "user", (text) => text.toUpperCase()),
});
const closed: WorldOptions = { filterTimeout: 150 };
const open: WorldOptions = { ...closed, connection: { whenFilterFails: "open" } };

const faults: [string, Fault, RegExp][] = [
  ["is slow", { do: "hang" }, /did not answer within 0\.15 s/],
  ["dies", { do: "die" }, /closed the connection/],
  ["dies in the middle", { do: "half" }, /broke off in the middle/],
  ["returns nothing", { do: "answer", body: "null" }, /returns nothing/],
  ["returns no request", { do: "answer", body: "{}" }, /something that is no request/],
  ["returns a web page", { do: "answer", type: "text/html", body: "<p>Hi" }, /a web page/],
  ["is gone", { do: "answer", status: 404, body: '{"detail":"Filter not found"}' }, /not found/],
  ["fails without words", { do: "answer", status: 500, body: "Internal Server Error" }, /\(500\)/],
];

const stepsOf = (data: unknown) =>
  traceData.parse(data).steps.flatMap((step) => (step.step === "filter" ? [step] : []));

describe.each(faults)("a filter that %s", (_, fault, words) => {
  it("keeps the request from being sent, and is named, when its connection is closed", async () => {
    const world = await pipelinesWorld([shout], closed);
    world.server.fault("shout", "inlet", fault);
    await expect(world.open("hi")).rejects.toMatchObject({
      code: /^upstream_/,
      message: expect.stringMatching(/^The filter Shout failed, so nothing was sent on: /),
    });
    await expect(world.open("hi")).rejects.toThrow(words);
    expect(world.asked).toEqual([]);
  });

  it("is passed over, which the trace tells, when its connection is open", async () => {
    const world = await pipelinesWorld([shout], open);
    world.server.fault("shout", "inlet", fault);
    const { trace } = await world.open("hi");
    expect(world.asked[0]?.messages).toEqual([{ role: "user", content: "hi" }]);
    expect(stepsOf(trace.data())).toMatchObject([
      { name: "Shout", outcome: "skipped", error: { message: expect.stringMatching(words) } },
    ]);
  });
});

describe("a filter that fails in a chat", () => {
  it("makes the answer an error that names it; the question is kept", async () => {
    const world = await pipelinesWorld([shout], closed);
    world.server.fault("shout", "inlet", { do: "die" });
    const answer = await world.exchange("hi");
    expect(answer).toMatchObject({ status: "error", content: "" });
    expect(answer.metadata.parley).toMatchObject({
      error: { message: expect.stringMatching(/^The filter Shout failed, so nothing was sent on/) },
    });
    expect(await world.message("q1")).toMatchObject({ content: "hi" });
  });

  it("after the answer makes it an error too, with the text that was shown", async () => {
    const world = await pipelinesWorld([shout], closed);
    world.server.fault("shout", "outlet", { do: "half" });
    const answer = await world.exchange("hi");
    expect(answer).toMatchObject({ status: "error", content: "I heard: HI" });
    expect(answer.metadata.parley).toMatchObject({
      error: { message: expect.stringMatching(/^The filter Shout failed when it was shown/) },
    });
  });

  it("after the answer is passed over when its connection is open", async () => {
    const world = await pipelinesWorld([shout], open);
    world.server.fault("shout", "outlet", { do: "answer", body: "[]" });
    const answer = await world.exchange("hi");
    expect(answer).toMatchObject({ status: "done", content: "I heard: HI" });
  });
});

describe("a refusal", () => {
  const picky = filter("picky", {
    inlet: () => {
      throw new Error("No greetings here.");
    },
  });

  it.each([
    ["closed", closed],
    ["open", open],
  ])("stands, in the filter's words, when its connection is %s", async (_, options) => {
    const world = await pipelinesWorld([picky], options);
    const answer = await world.exchange("hi");
    expect(answer).toMatchObject({ status: "error", content: "" });
    const error = { code: "filter_refused", message: "No greetings here." };
    expect(answer.metadata.parley).toMatchObject({
      error,
      trace: { steps: [{ step: "model" }, { outcome: "refused", error }, { step: "answer" }] },
    });
    expect(await world.message("q1")).toMatchObject({ content: "hi" });
    expect(world.asked).toEqual([]);
  });
});

describe("a pipelines server that is not there", () => {
  it("still has its filters asked", async () => {
    const world = await pipelinesWorld([shout], closed);
    await world.server.stop();
    await world.upstreams.refresh("pipelines");
    await expect(world.open("hi")).rejects.toThrow(/^The filter Shout failed/);
  });

  it("is remembered by its filters from the first request of the next start on", async () => {
    const before = await pipelinesWorld([shout], closed);
    const { settings } = before;
    const gone = { baseUrl: "http://127.0.0.1:9/v1" };
    const after = await pipelinesWorld([], { ...closed, settings, connection: gone });
    await expect(after.open("hi")).rejects.toThrow(/^The filter Shout failed/);
    expect(after.asked).toEqual([]);
  });

  it("that is back without a filter has it forgotten", async () => {
    const { settings } = await pipelinesWorld([shout], closed);
    const after = await pipelinesWorld([], { ...closed, settings });
    await after.open("hi");
    expect(after.asked).toHaveLength(1);
    expect((await settings.read()).knownFilters).toEqual({});
  });
});
