import { expect, test } from "../fixtures/test.ts";

/** What has arrived, what is seen of it, and what must not be seen. */
const pauses = [
  { says: "Some **bold wo", sees: "Some bold wo", raw: "**" },
  { says: "rds** and `code", sees: "and code", raw: "`" },
  { says: "` and [a li", sees: "and a li", raw: "[" },
  { says: "nk](https://exam", sees: "and a link", raw: "](" },
  { says: "ple.com/).\n\n| Fruit | Colour |\n|---", sees: "and a link.", raw: "|---" },
  { says: "|---|\n| plum | bl", sees: "plum", raw: "|" },
  { says: "ue |\n\n```ts\nconst one", sees: "const one", raw: "```" },
  { says: " = 1;\n```\n\nThe end.", sees: "The end.", raw: "```" },
];

test("26: half-written Markdown never shows raw", async ({ chat, installation }) => {
  await chat.openNew("puppet");
  await chat.ask("Write something");
  const answer = await installation.puppet.answer();
  await chat.recordText();
  for (const { says, sees, raw } of pauses) {
    answer.say(says);
    await expect(chat.answerText).toContainText(sees);
    await expect(chat.answerText).not.toContainText(raw);
  }
  answer.end();
  await chat.settled();
  // Nothing flashed in between either; that the recorder sees anything at all is shown by the last text.
  const seen = await chat.recordedText();
  expect(seen.at(-1)).toContain("The end.");
  expect(seen.filter((text) => /\*\*|```|\]\(|\|-/.test(text))).toEqual([]);
  await expect(chat.answerText.getByRole("strong")).toHaveText("bold words");
  await expect(chat.answerText.getByRole("link")).toHaveAttribute("href", "https://example.com/");
  await expect(chat.answerText.getByRole("table")).toContainText("plum");
});

test("25: the conversation never shrinks while an answer is written", async ({
  chat,
  installation,
}) => {
  await chat.openNew("puppet");
  await chat.ask("Write something long");
  const answer = await installation.puppet.answer();
  await chat.recordText();
  const paragraphs = Array.from({ length: 12 }, (_, index) => `Paragraph ${index + 1} is here.`);
  for (const paragraph of paragraphs) {
    answer.say(`${paragraph}\n\n`);
    await expect(chat.answerText).toContainText(paragraph);
  }
  answer.end();
  await chat.settled();
  const lengths = (await chat.recordedText()).map((text) => text.length);
  expect(lengths.length).toBeGreaterThan(5);
  expect(lengths.every((length, index) => length >= (lengths[index - 1] ?? 0))).toBe(true);
});
