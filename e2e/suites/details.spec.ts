import { randomUUID } from "node:crypto";
import { expect, test } from "../fixtures/test.ts";

test("custom fields of a message are chips and a tree, and come back unchanged", async ({
  chat,
  page,
  person,
}) => {
  const chatId = randomUUID();
  const questionId = randomUUID();
  const metadata = {
    language: "en",
    scores: { clarity: 0.75, tags: ["short", "plain"] },
    reviewed: false,
  };
  await person.client.turns.send.mutate({
    chatId,
    questionId,
    parentId: null,
    content: "With fields",
    model: "scripted-small",
    answerId: randomUUID(),
    metadata,
  });
  await page.goto(`/c/${chatId}`);
  const panel = await chat.details(chat.questions.first());
  await expect(panel).toContainText("language");
  await expect(panel).toContainText("en");
  await expect(panel).toContainText("reviewed: false");
  await expect(panel.getByText("clarity: 0.75")).toBeVisible();
  await expect(panel.getByText("0: short")).toBeHidden();
  await panel.getByText("tags").click();
  await expect(panel.getByText("0: short")).toBeVisible();
  const { messages } = await person.client.chats.open.query({ chatId });
  expect(messages[0]?.metadata).toMatchObject(metadata);
});

test("parts of a message that are not known are kept and shown as what they are", async ({
  chat,
  page,
  person,
}) => {
  const chatId = randomUUID();
  const content = [
    { type: "text", text: "Look at this:" },
    { type: "hologram", depth: 3 },
    { type: "text", text: "Nice?" },
  ];
  await person.client.turns.send.mutate({
    chatId,
    questionId: randomUUID(),
    parentId: null,
    content,
    model: "scripted-small",
    answerId: randomUUID(),
  });
  await page.goto(`/c/${chatId}`);
  const question = chat.questions.first();
  await expect(question).toContainText("Look at this:");
  await expect(question).toContainText("hologram");
  await expect(question).toContainText("Nice?");
  const { messages } = await person.client.chats.open.query({ chatId });
  expect(messages[0]?.content).toEqual(content);
});

test("thoughts are told apart from the answer", async ({ chat }) => {
  await chat.openNew();
  await chat.exchange("E2E:think");
  await expect(chat.answerText).toHaveText("Then I answer.");
  await chat.answer.getByText("Thoughts", { exact: true }).click();
  await expect(chat.answer).toContainText("First I think about it.");
});
