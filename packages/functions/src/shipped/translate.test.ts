import type { CompletionBody } from "@parley/functions";
import { answerOf, given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import translate from "./translate.ts";

const dictionary: Record<string, string> = {
  "Wie geht es dir?": "How are you?",
  "I am well.": "Mir geht es gut.",
};
const complete = ({ messages }: CompletionBody) => {
  const text = String(messages.at(-1)?.content);
  return dictionary[text] ?? text;
};

it("asks the model in its language, and answers in the person's", async () => {
  const filter = given(translate, { complete });
  const { body } = await filter.inlet("Wie geht es dir?");
  expect(body.messages).toEqual([{ role: "user", content: "How are you?" }]);
  const after = await filter.outlet("I am well.");
  expect(answerOf(after.body).content).toBe("Mir geht es gut.");
  expect(filter.completed.map(({ model }) => model)).toEqual(["a-model", "a-model"]);
  expect(filter.emitted.at(-1)).toMatchObject({ type: "status", data: { done: true } });
});

it("changes nothing when the person writes in the model's language", async () => {
  const filter = given(translate, { complete });
  expect((await filter.inlet("How are you?")).body.messages[0]?.content).toBe("How are you?");
  expect(answerOf((await filter.outlet("I am well.")).body).content).toBe("I am well.");
  expect(filter.completed).toHaveLength(1);
});

it("translates the answer into the language that the person set, whatever they ask in", async () => {
  const filter = given(translate, { complete, userValves: { language: "German" } });
  await filter.inlet("How are you?");
  const { body } = await filter.outlet("I am well.");
  expect(answerOf(body).content).toBe("Mir geht es gut.");
  expect(String(filter.completed.at(-1)?.messages[0]?.content)).toContain("into German");
});

it("keeps pictures, and leaves a question without text alone", async () => {
  const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AA" } };
  const filter = given(translate, { complete });
  const text = { type: "text", text: "Wie geht es dir?" };
  const { body } = await filter.inlet({
    model: "m",
    messages: [{ role: "user", content: [text, picture] }],
  });
  expect(body.messages[0]?.content).toEqual([{ type: "text", text: "How are you?" }, picture]);

  const silent = given(translate, { complete });
  await silent.inlet({ model: "m", messages: [{ role: "user", content: [picture] }] });
  expect(silent.completed).toEqual([]);
});

it("asks the translator that an admin named", async () => {
  const filter = given(translate, { complete, valves: { translator: "small" } });
  await filter.inlet("Wie geht es dir?");
  expect(filter.completed[0]?.model).toBe("small");
});

it("fails rather than send an empty question", async () => {
  await expect(given(translate, { complete: () => " " }).inlet("Hallo")).rejects.toThrow("empty");
});
