import { defineFilter, type JsonObject, z } from "@parley/functions";

const price = z.object({
  model: z.string().min(1).describe("A model's id; a star stands for anything: gpt-5*."),
  input: z.number().min(0).describe("For a million tokens that the model reads."),
  output: z.number().min(0).describe("For a million tokens that it writes."),
  cached: z
    .number()
    .min(0)
    .optional()
    .describe("For a million tokens that it read before. Absent: as the others."),
});
type Price = z.output<typeof price>;

export default defineFilter({
  name: "Cost meter",
  version: "1.0.0",
  description: "Writes under each answer how many tokens it took, and what they cost.",
  icon: "coins",
  author: "Parley",
  priority: 100,
  whenItFails: "open",
  valves: z.object({
    prices: z
      .array(price)
      .default([])
      .describe("What models cost. The first that fits counts; without one there is no cost."),
    currency: z.string().default("USD").describe("What the prices are in."),
  }),

  outlet({ body, valves }) {
    const answer = body.messages.at(-1);
    const used = answer?.usage && tokensOf(answer.usage);
    if (!answer || !used) return;
    const fitting = valves.prices.find(({ model }) => fits(model, body.model));
    const fields = {
      tokens_in: used.input,
      tokens_out: used.output,
      tokens: used.input + used.output,
      ...(fitting && { cost: costOf(used, fitting), cost_currency: valves.currency }),
    };
    return { ...body, messages: body.messages.with(-1, { ...answer, ...fields }) };
  },
});

type Tokens = { input: number; output: number; cached: number };

/** As OpenAI, its Responses, or Ollama count; null: nobody counted. */
function tokensOf(usage: JsonObject): Tokens | null {
  const input = first(usage, ["prompt_tokens", "input_tokens", "prompt_eval_count"]);
  const output = first(usage, ["completion_tokens", "output_tokens", "eval_count"]);
  if (input === null && output === null) return null;
  const details = asObject(usage.prompt_tokens_details ?? usage.input_tokens_details);
  const cached = Math.min(first(details, ["cached_tokens"]) ?? 0, input ?? 0);
  return { input: input ?? 0, output: output ?? 0, cached };
}

function first(from: JsonObject, names: string[]): number | null {
  for (const name of names) {
    const value = from[name];
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  }
  return null;
}

function asObject(value: unknown): JsonObject {
  return z.record(z.string(), z.json()).catch({}).parse(value);
}

function costOf({ input, output, cached }: Tokens, price: Price): number {
  const perMillion =
    (input - cached) * price.input + cached * (price.cached ?? price.input) + output * price.output;
  // To a millionth: sums of fractions would show their rounding.
  return Math.round(perMillion) / 1_000_000;
}

function fits(pattern: string, model: string): boolean {
  const written = pattern.split("*").map((part) => RegExp.escape(part));
  return new RegExp(`^${written.join(".*")}$`, "is").test(model);
}
