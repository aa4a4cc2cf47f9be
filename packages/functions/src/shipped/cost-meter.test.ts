import type { JsonObject } from "@parley/functions";
import { answered, answerOf, given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import costMeter from "./cost-meter.ts";

const prices = [
  { model: "gpt-5-mini", input: 0.25, output: 2, cached: 0.025 },
  { model: "gpt-5*", input: 1.25, output: 10 },
];

async function fields(usage: JsonObject | undefined, model: string) {
  const body = answered("An answer");
  const messages = body.messages.with(-1, { ...answerOf(body), ...(usage && { usage }) });
  const filter = given(costMeter, { valves: { prices } });
  const { body: after } = await filter.outlet({ ...body, model, messages });
  const { tokens_in, tokens_out, tokens, cost, cost_currency } = answerOf(after);
  return { tokens_in, tokens_out, tokens, cost, cost_currency };
}

it.each<[string, JsonObject, string, number | undefined]>([
  ["OpenAI's usage", { prompt_tokens: 1000, completion_tokens: 500 }, "gpt-5-mini", 0.00125],
  ["Ollama's counts", { prompt_eval_count: 1000, eval_count: 500 }, "gpt-5-mini", 0.00125],
  ["that of Responses", { input_tokens: 1000, output_tokens: 500 }, "gpt-5-mini", 0.00125],
  [
    "the first price that fits",
    { prompt_tokens: 1000, completion_tokens: 500 },
    "gpt-5.1",
    0.00625,
  ],
  ["no price", { prompt_tokens: 1000, completion_tokens: 500 }, "llama", undefined],
])("reads %s", async (...[, usage, model, cost]) => {
  expect(await fields(usage, model)).toEqual({
    tokens_in: 1000,
    tokens_out: 500,
    tokens: 1500,
    cost,
    cost_currency: cost === undefined ? undefined : "USD",
  });
});

it("counts what was read before at its own price, when it has one", async () => {
  const usage = {
    prompt_tokens: 1000,
    completion_tokens: 0,
    prompt_tokens_details: { cached_tokens: 800 },
  };
  expect((await fields(usage, "gpt-5-mini")).cost).toBe(0.00007);
  expect((await fields(usage, "gpt-5.1")).cost).toBe(0.00125);
});

it.each([undefined, {}, { prompt_tokens: "many" }])("says nothing about %j", async (usage) => {
  expect((await fields(usage, "gpt-5-mini")).tokens).toBeUndefined();
});
