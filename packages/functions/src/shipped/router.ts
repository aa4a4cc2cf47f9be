import { type CompletionBody, definePipe, textOf, z } from "@parley/functions";

const rule = z.object({
  model: z.string().min(1).describe("The id of the model that answers."),
  matches: z
    .string()
    .default("")
    .describe(
      "A regular expression that the newest question fits, upper or lower case. Empty: any.",
    ),
  longerThan: z
    .int()
    .min(0)
    .default(0)
    .describe("The whole conversation has more signs than this. 0: any length."),
  hasImage: z.boolean().default(false).describe("The newest question has a picture."),
});
type Rule = z.output<typeof rule>;

export default definePipe({
  name: "Router",
  version: "1.0.0",
  description: "One model that hands each question to the model that suits it, by rules of yours.",
  icon: "split",
  author: "Parley",
  permissions: { models: ["*"] },
  valves: z.object({
    rules: z
      .array(rule)
      .default([])
      .describe("The first rule whose conditions all hold picks the model."),
    otherwise: z.string().default("").describe("The id of the model for all else."),
  }),

  async *pipe({ body, valves, id, emit, complete }) {
    const question = body.messages.findLast(({ role }) => role === "user") ?? { role: "user" };
    const length = body.messages.reduce((sum, message) => sum + textOf(message).length, 0);
    const asked = { text: textOf(question), length, hasImage: hasImage(question) };
    const place = valves.rules.findIndex((one) => holds(one, asked));
    const model = valves.rules[place]?.model ?? valves.otherwise;
    if (model === "") {
      throw new Error(
        "No rule of the router fits, and it has no model for all else. An admin can set one.",
      );
    }
    if (model === id || model.startsWith(`${id}.`)) {
      throw new Error("The router was told to ask itself. An admin can name another model.");
    }
    const why = place < 0 ? "no rule fits" : `rule ${place + 1}`;
    await emit({ type: "status", data: { description: `${model} answers (${why})`, done: true } });
    const request: CompletionBody = { ...body, model };
    yield* complete.stream(request);
  },
});

function holds(rule: Rule, asked: { text: string; length: number; hasImage: boolean }): boolean {
  if (rule.hasImage && !asked.hasImage) return false;
  if (asked.length <= rule.longerThan && rule.longerThan > 0) return false;
  return rule.matches === "" || patternOf(rule.matches).test(asked.text);
}

function patternOf(written: string): RegExp {
  try {
    return new RegExp(written, "iu");
  } catch {
    throw new Error(`The router has a rule that is no regular expression: ${written}`);
  }
}

function hasImage({ content }: CompletionBody["messages"][number]): boolean {
  return Array.isArray(content) && content.some(({ type }) => /image/.test(String(type)));
}
