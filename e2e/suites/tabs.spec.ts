import { ChatPage } from "../fixtures/chat-page.ts";
import { expect, test } from "../fixtures/test.ts";
import { textFor } from "../model-server/index.ts";

test("24: a second tab sees the answer live and complete", async ({
  chat,
  page,
  context,
  installation,
}) => {
  await chat.openNew();
  await chat.ask("E2E:manual:10");
  installation.models.release(3);
  await expect(chat.answer).toContainText("piece-3");
  const second = new ChatPage(await context.newPage());
  await second.page.goto(page.url());
  await expect(second.answerText).toHaveText("piece-1 piece-2 piece-3");
  installation.models.release();
  for (const tab of [chat, second]) await expect(tab.answer).toContainText("piece-4");
  await expect(second.stop).toBeVisible();
  installation.models.finish();
  for (const tab of [chat, second]) {
    await tab.settled();
    await expect(tab.answerText).toHaveText(textFor("E2E:manual:10"));
  }
});

test("24: a question asked in one tab appears in the other, and either can go on", async ({
  chat,
  page,
  context,
}) => {
  await chat.openNew();
  await chat.exchange("From the first tab");
  const second = new ChatPage(await context.newPage());
  await second.page.goto(page.url());
  await expect(second.questions).toHaveCount(1);
  await second.exchange("From the second tab");
  await expect(chat.questions).toHaveText([/From the first tab/, /From the second tab/]);
  await expect(chat.answer).toContainText("You said: From the second tab");
  await chat.exchange("From the first again");
  await expect(second.answer).toContainText("You said: From the first again");
});

test("a reload in the middle loses and repeats nothing", async ({ chat, page, installation }) => {
  await chat.openNew();
  await chat.ask("E2E:manual:30");
  for (const released of [5, 10, 15]) {
    installation.models.release(5);
    await expect(chat.answer).toContainText(`piece-${released}`);
    await page.reload();
    await expect(chat.answer).toContainText(`piece-${released}`);
  }
  installation.models.finish();
  await chat.settled();
  await expect(chat.answerText).toHaveText(textFor("E2E:manual:30"));
});

test("58: a row shows that its chat is being answered, in every tab", async ({
  chat,
  context,
  installation,
}) => {
  await chat.openNew();
  await chat.ask("E2E:manual:4");
  installation.models.release();
  await expect(chat.answer).toContainText("piece-1");
  const second = new ChatPage(await context.newPage());
  await second.page.goto("/");
  for (const tab of [chat, second]) await expect(tab.runningMark(tab.rows.first())).toBeVisible();
  installation.models.finish();
  for (const tab of [chat, second]) await expect(tab.runningMark(tab.rows.first())).toHaveCount(0);
});

test("58: the mark goes also when the answer ends before the page hears that it began", async ({
  chat,
  page,
  person,
}) => {
  await chat.openNew();
  const { promise: answered, resolve: onAnswered } = Promise.withResolvers<void>();
  await page.route("**/api/trpc/turns.send*", async (route) => {
    const response = await route.fetch();
    await expect
      .poll(async () =>
        (await person.client.chats.list.query({})).chats.map(({ running }) => running),
      )
      .toEqual([false]);
    await route.fulfill({ response });
    onAnswered();
  });
  await chat.ask("Quick");
  await answered;
  await expect(page).toHaveURL(/\/c\//);
  await expect(chat.answer).toContainText("You said: Quick");
  await chat.settled();
  await expect(chat.rows).toHaveCount(1);
  await expect(chat.runningMark(chat.rows.first())).toHaveCount(0);
});
