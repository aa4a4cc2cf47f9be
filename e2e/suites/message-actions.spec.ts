import { expect, test } from "../fixtures/test.ts";
import { storedTree } from "../fixtures/tree.ts";

test("37: every message has its toolbar: always on the last one, on hover and focus on others", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.exchange("first");
  await chat.exchange("second");
  const last = chat.answer;
  for (const name of ["Copy", "Answer again"]) {
    await expect(last.getByRole("button", { name, exact: true })).toBeVisible();
  }
  const earlier = chat.answers.first();
  const toolbar = earlier.getByRole("toolbar");
  await page.mouse.move(0, 0);
  await expect(toolbar).toHaveCSS("opacity", "0");
  await earlier.hover();
  await expect(toolbar).toHaveCSS("opacity", "1");
  await page.mouse.move(0, 0);
  await expect(toolbar).toHaveCSS("opacity", "0");
  await toolbar.getByRole("button", { name: "Copy", exact: true }).focus();
  await expect(toolbar).toHaveCSS("opacity", "1");
  await chat.questions.first().hover();
  for (const name of ["Copy", "Edit"]) {
    await expect(chat.questions.first().getByRole("button", { name, exact: true })).toBeVisible();
  }
});

test("38: the toolbar is withheld while the answer is written", async ({ chat, installation }) => {
  await chat.openNew();
  await chat.ask("E2E:manual:3");
  installation.models.release();
  await expect(chat.answer).toContainText("piece-1");
  await expect(chat.answer.getByRole("toolbar")).toHaveCount(0);
  installation.models.finish();
  await chat.settled();
  await expect(chat.answer.getByRole("toolbar")).toBeVisible();
});

test("40: Copy gives the source Markdown and shows a tick; a code block has its own copy and its language", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.exchange("E2E:markdown");
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await chat.answer.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(chat.answer.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await clipboard()).toContain("Some *emphasis*, some **strength**");
  expect(await clipboard()).toContain("| apple | red |");
  const block = chat.answer.getByRole("figure");
  await expect(block).toContainText(/typescript|ts/i);
  await block.getByRole("button", { name: "Copy the code" }).click();
  await expect.poll(clipboard).toBe("export const answer: number = 6 * 7;");
  await expect(chat.answer.getByRole("button", { name: "Copied" })).toHaveCount(0);
});

test("41: editing a question: Save changes it without a new answer", async ({
  chat,
  page,
  person,
}) => {
  await chat.openNew();
  await chat.exchange("A question with a tpyo");
  await chat.edit(chat.questions.first());
  await expect(chat.editor).toBeFocused();
  await chat.editor.fill("Given up");
  await page.keyboard.press("Escape");
  await expect(chat.editor).toBeHidden();
  await expect(chat.questions.first()).toContainText("tpyo");

  await chat.edit(chat.questions.first());
  await chat.editor.fill("A question without a typo");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(chat.questions.first()).toContainText("without a typo");
  await chat.edit(chat.questions.first());
  await chat.editor.fill("A question saved by keys");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(chat.questions.first()).toContainText("saved by keys");
  await expect(chat.answers).toHaveCount(1);
  const stored = async () => {
    const { messages } = await storedTree(person.client, chat.chatId());
    return [...messages.values()].map(({ content }) => content);
  };
  // The page shows a change before the server has it.
  await expect
    .poll(stored)
    .toEqual(["A question saved by keys", "You said: A question with a tpyo"]);
});

test("41: editing a question: Save & send makes a sibling with its own answer", async ({
  chat,
  page,
  person,
}) => {
  await chat.openNew();
  await chat.exchange("The first wording");
  await chat.exchange("A later question");
  await chat.edit(chat.questions.first());
  await chat.editor.fill("The second wording");
  await page.getByRole("button", { name: "Save and send" }).click();
  await expect(chat.answer).toContainText("You said: The second wording");
  await chat.settled();
  await expect(chat.questions).toHaveCount(1);
  await expect(chat.questions.first()).toContainText("2 / 2");
  await chat.edit(chat.questions.first());
  await chat.editor.fill("The third wording");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(chat.answer).toContainText("You said: The third wording");
  await expect(chat.questions.first()).toContainText("3 / 3");
  await chat.settled();
  const { messages } = await storedTree(person.client, chat.chatId());
  expect(messages.size).toBe(8);
});

test("43: Regenerate adds a sibling, and its menu offers another model", async ({
  chat,
  person,
}) => {
  await chat.openNew();
  await chat.exchange("Which model are you?");
  await chat.answer.getByRole("button", { name: "Answer again", exact: true }).click();
  await expect(chat.answer).toContainText("2 / 2");
  await chat.settled();
  await chat.answer.getByRole("button", { name: "Answer again with another model" }).click();
  await chat.modelPopup.locator('[data-model="scripted-large"]').click();
  await expect(chat.answer).toContainText("3 / 3");
  await expect(chat.answer).toContainText("scripted-large");
  await chat.settled();
  const { messages } = await storedTree(person.client, chat.chatId());
  const models = [...messages.values()].filter(({ role }) => role === "assistant");
  expect(models.map(({ model }) => model).sort()).toEqual([
    "scripted-large",
    "scripted-small",
    "scripted-small",
  ]);
});

test("44: branch arrows stop at the ends, and going back brings the whole later thread back", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.exchange("Root");
  await chat.exchange("On the first branch");
  await chat.edit(chat.questions.nth(1));
  await chat.editor.fill("On the second branch");
  await page.getByRole("button", { name: "Save and send" }).click();
  await chat.settled();
  await chat.exchange("Deeper on the second branch");
  await expect(chat.questions).toHaveCount(3);

  const fork = chat.questions.nth(1);
  const previous = fork.getByRole("button", { name: /previous/i });
  const next = fork.getByRole("button", { name: /next/i });
  await fork.hover();
  await expect(fork).toContainText("2 / 2");
  await expect(next).toBeDisabled();
  await previous.click();
  await expect(fork).toContainText("On the first branch");
  await expect(fork).toContainText("1 / 2");
  await expect(chat.questions).toHaveCount(2);
  await expect(previous).toBeDisabled();
  await page.reload();
  await expect(fork).toContainText("On the first branch");
  await fork.hover();
  await next.click();
  await expect(chat.questions).toHaveText([/Root/, /On the second branch/, /Deeper on the second/]);
});

test("47: deleting asks and says how many messages go, hidden branches too; Shift skips the question", async ({
  chat,
  page,
  person,
}) => {
  await chat.openNew();
  await chat.exchange("Root");
  await chat.exchange("Second");
  await chat.answer.getByRole("button", { name: "Answer again", exact: true }).click();
  await expect(chat.answer).toContainText("2 / 2");
  await chat.settled();

  await chat.deleteMessage(chat.questions.nth(1));
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("3 messages");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(chat.questions).toHaveCount(2);
  await chat.deleteMessage(chat.questions.nth(1));
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(chat.questions).toHaveCount(1);
  expect((await storedTree(person.client, chat.chatId())).messages.size).toBe(2);

  await chat.exchange("Third");
  await chat.deleteMessage(chat.questions.nth(1), { modifiers: ["Shift"] });
  await expect(chat.questions).toHaveCount(1);
  await expect(question).toHaveCount(0);
  expect((await storedTree(person.client, chat.chatId())).messages.size).toBe(2);
});

test("48: an answer shows its model, and its details show time and tokens", async ({ chat }) => {
  await chat.openNew();
  await chat.exchange("E2E:usage");
  await expect(chat.answer).toContainText("scripted-small");
  await chat.answer.hover();
  await expect(chat.answer.locator("time")).toBeVisible();
  const panel = await chat.details(chat.answer);
  await expect(panel).toContainText("scripted-small");
  await expect(panel).toContainText(/Tokens read\s*7/);
  await expect(panel).toContainText(/Tokens written\s*3/);
  await expect(panel).toContainText(/Whole answer after\s*\d+\.\d+ s/);
});
