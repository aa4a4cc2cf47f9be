import { ChatPage } from "../fixtures/chat-page.ts";
import { expect, test } from "../fixtures/test.ts";
import { storedTree } from "../fixtures/tree.ts";
import { textFor } from "../model-server/index.ts";

test("18: the question appears at once, with a placeholder until the first token", async ({
  chat,
  installation,
}) => {
  await chat.openNew();
  const letPass = await chat.hold("**/api/trpc/turns.send*");
  await chat.ask("E2E:manual:2");
  await expect(chat.questions).toHaveText(/E2E:manual:2/);
  await expect(chat.waiting).toBeVisible();
  letPass();
  await installation.models.when(({ code }) => code === "manual");
  await expect(chat.waiting).toBeVisible();
  installation.models.release();
  await expect(chat.answer).toContainText("piece-1");
  await expect(chat.waiting).toBeHidden();
});

test("19: Send becomes Stop in the same place, and Escape or Ctrl+Shift+X stop", async ({
  chat,
  installation,
  page,
}) => {
  await chat.openNew();
  for (const keys of ["Escape", "Control+Shift+X"]) {
    await chat.composer.fill("E2E:manual");
    const sendAt = await chat.send.boundingBox();
    await chat.composer.press("Enter");
    await expect(chat.stop).toBeVisible();
    await expect(chat.send).toBeHidden();
    expect(await chat.stop.boundingBox()).toEqual(sendAt);
    installation.models.release();
    await expect(chat.answer).toContainText("piece-1");
    await page.keyboard.press(keys);
    await expect(chat.stop).toBeHidden();
    await expect(chat.answer).toContainText("Stopped");
    await installation.models.when(({ code, outcome }) => code === "manual" && outcome === "left");
    installation.models.reset();
  }
});

test("20: Stop keeps the partial text, marked as stopped, and it does not grow back after a reload", async ({
  chat,
  installation,
  page,
  person,
}) => {
  await chat.askInPieces({ models: installation.models, pieces: 3 });
  await chat.stop.click();
  await expect(chat.answer).toContainText("Stopped");
  installation.models.finish();
  await page.reload();
  await expect(chat.answer).toContainText("piece-1 piece-2 piece-3");
  await expect(chat.answer).toContainText("Stopped");
  await expect(chat.answer).not.toContainText("piece-4");
  const { messages, shown } = await storedTree(person.client, chat.chatId());
  expect(messages.get(shown[1] ?? "")).toMatchObject({
    content: "piece-1 piece-2 piece-3",
    status: "stopped",
  });
});

test("21: a follow-up after Stop is a child of the partial answer", async ({
  chat,
  installation,
  person,
}) => {
  await chat.askInPieces({ models: installation.models, pieces: 1 });
  await chat.stop.click();
  await chat.settled();
  await chat.exchange("And then?");
  const { messages, shown } = await storedTree(person.client, chat.chatId());
  expect(shown).toHaveLength(4);
  expect(messages.get(shown[2] ?? "")?.parentId).toBe(shown[1]);
});

test("22: Stop works after a reload", async ({ chat, installation, page }) => {
  await chat.askInPieces({ models: installation.models, pieces: 2 });
  await page.reload();
  await expect(chat.answer).toContainText("piece-1 piece-2");
  await chat.stop.click();
  await expect(chat.answer).toContainText("Stopped");
  await installation.models.when(({ code, outcome }) => code === "manual" && outcome === "left");
});

test("22: Stop works from another tab, and the first one sees it", async ({
  chat,
  installation,
  page,
  context,
}) => {
  await chat.askInPieces({ models: installation.models, pieces: 2 });
  const other = new ChatPage(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.answer).toContainText("piece-1 piece-2");
  await other.stop.click();
  for (const each of [other, chat]) {
    await expect(each.answer).toContainText("Stopped");
    await each.settled();
  }
  await installation.models.when(({ code, outcome }) => code === "manual" && outcome === "left");
});

test("23: who leaves in the middle and returns finds the answer whole, without repeats", async ({
  chat,
  installation,
  page,
}) => {
  await chat.askInPieces({ models: installation.models, question: "E2E:manual:12", pieces: 4 });
  const address = page.url();
  await chat.newChat.click();
  await expect(page).toHaveURL("/");
  await expect(chat.answers).toHaveCount(0);
  installation.models.finish();
  await installation.models.when(
    ({ code, outcome }) => code === "manual" && outcome === "complete",
  );
  await chat.rows.first().getByRole("link").click();
  await expect(page).toHaveURL(address);
  await expect(chat.answerText).toHaveText(textFor("E2E:manual:12"));
  await chat.settled();
});

test("23: closing the page does not end the answer", async ({
  chat,
  installation,
  page,
  context,
  person,
}) => {
  await chat.askInPieces({ models: installation.models, question: "E2E:manual:12", pieces: 4 });
  const address = page.url();
  await page.close();
  installation.models.finish();
  await installation.models.when(
    ({ code, outcome }) => code === "manual" && outcome === "complete",
  );
  const again = await context.newPage();
  await again.goto(address);
  await expect(again.getByRole("article").last()).toContainText("piece-12");
  const { messages, shown } = await storedTree(person.client, chat.chatId());
  expect(messages.get(shown[1] ?? "")?.content).toBe(textFor("E2E:manual:12"));
});

test("28: an error stands inside the answer with its cause and a way to try again; earlier messages stay", async ({
  chat,
}) => {
  await chat.openNew();
  await chat.exchange("An earlier question");
  await chat.exchange("E2E:error:503:The shop is closed on Mondays.");
  await expect(chat.outcome(chat.answer)).toContainText("The shop is closed on Mondays.");
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.answers.first()).toContainText("You said: An earlier question");
  await chat.answer.getByRole("button", { name: "Try again" }).click();
  await expect(chat.answer).toContainText("2 / 2");
});

test("28: what had arrived before an error is kept and can be continued", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.exchange("E2E:error-mid");
  await expect(chat.answer).toContainText("This is the first part of an answer");
  await expect(chat.outcome(chat.answer)).toContainText("broke in the middle");
  await page.reload();
  await expect(chat.answer).toContainText("This is the first part of an answer");
  await expect(chat.outcome(chat.answer)).toContainText("broke in the middle");
  await expect(chat.answer.getByRole("button", { name: "Continue" })).toBeVisible();
});
