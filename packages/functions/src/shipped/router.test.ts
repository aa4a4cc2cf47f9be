import type { CompletionBody } from "@parley/functions";
import { asked, given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import router from "./router.ts";

const rules = [
  { model: "sees", hasImage: true },
  { model: "codes", matches: "```|\\bfunction\\b" },
  { model: "long", longerThan: 100 },
  { model: "both", matches: "poem", longerThan: 20 },
];
const complete = ({ model }: CompletionBody) => `I am ${model}.`;

async function picked(body: CompletionBody | string) {
  const pipe = given(router, { valves: { rules, otherwise: "small" }, complete });
  await pipe.pipe(body);
  return pipe.completed[0]?.model;
}

const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AA" } };

it.each<[string, CompletionBody | string]>([
  ["small", "Hello"],
  ["codes", "Write a FUNCTION"],
  ["long", "word ".repeat(30)],
  ["small", "a poem"],
  ["both", "a poem that is long enough"],
  ["sees", asked("", { messages: [{ role: "user", content: [picture] }] })],
  [
    "small",
    asked("", {
      messages: [
        { role: "user", content: [picture] },
        { role: "user", content: "And now?" },
      ],
    }),
  ],
])("picks %s", async (model, body) => {
  expect(await picked(body)).toBe(model);
});

it("streams what the model says, and passes on all of the request", async () => {
  const pipe = given(router, { valves: { otherwise: "small" }, complete });
  const { text, pieces } = await pipe.pipe(asked("Hello", { temperature: 0.5 }));
  expect(text).toBe("I am small.");
  expect(pieces.length).toBeGreaterThan(1);
  expect(pipe.completed).toEqual([asked("Hello", { model: "small", temperature: 0.5 })]);
  expect(pipe.emitted).toEqual([
    { type: "status", data: { description: "small answers (no rule fits)", done: true } },
  ]);
});

it.each([
  [{}, "it has no model for all else"],
  [{ otherwise: "a-function" }, "to ask itself"],
  [{ otherwise: "a-function.sub" }, "to ask itself"],
  [{ rules: [{ model: "m", matches: "(" }], otherwise: "m" }, "no regular expression: ("],
])("says what is wrong with %j", async (valves, sentence) => {
  await expect(given(router, { valves, complete }).pipe("Hello")).rejects.toThrow(sentence);
});
