import { expect, test } from "../fixtures/test.ts";

test("1: a new chat shows a greeting, the model's name and three to six starters; the composer has the focus", async ({
  page,
  chat,
}) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(chat.picker).toContainText(/\S/);
  const starters = chat.starters.getByRole("button");
  await expect(starters.first()).toBeVisible();
  expect(await starters.count()).toBeGreaterThanOrEqual(3);
  expect(await starters.count()).toBeLessThanOrEqual(6);
  await expect(chat.composer).toBeFocused();
});

test("2: a starter is sent at once, and the starters vanish", async ({ chat }) => {
  await chat.openNew();
  const starter = chat.starters.getByRole("button").first();
  await expect(starter).toBeVisible();
  await starter.click();
  await expect(chat.questions).toHaveCount(1);
  await expect(chat.answerText).toContainText("You said:");
  await expect(chat.starters).toBeHidden();
});

test("3: no chat row exists until the first send; then the URL becomes /c/<id> without reload", async ({
  page,
  chat,
  person,
}) => {
  await chat.openNew();
  await chat.composer.fill("The first question");
  await page.evaluate(() => document.documentElement.setAttribute("data-loaded-once", ""));
  expect((await person.client.chats.list.query({})).chats).toEqual([]);
  await expect(chat.rows).toHaveCount(0);

  await chat.composer.press("Enter");
  await expect(page).toHaveURL(/\/c\/[\w-]+$/);
  await expect(chat.rows).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("data-loaded-once", "");
  const { chats } = await person.client.chats.list.query({});
  expect(chats.map(({ id }) => id)).toEqual([chat.chatId()]);
});

test("4: a model names the chat after the first exchange, and naming does not reorder the list", async ({
  chat,
  installation,
}) => {
  const { puppet } = installation;
  const name = puppet.holdTitles();
  for (const question of ["first topic", "second topic"]) {
    await chat.openNew("puppet");
    await chat.ask(question);
    const answer = await puppet.answer();
    answer.say(`About the ${question}.`);
    answer.end();
    await chat.settled();
  }
  await expect(chat.rows).toHaveText([/second topic/, /first topic/]);
  await puppet.titlesAsked(2);
  name((question) => `Named: ${question}`);
  await expect(chat.rows).toHaveText([/Named: second topic/, /Named: first topic/]);
  await expect(chat.page).toHaveTitle(/Named: second topic/);
});

test.describe("5: without a model", () => {
  test.beforeEach(async ({ installation }) => {
    const { client } = installation.admin;
    await client.settings.set.mutate({ demoModels: false });
    for (const { id } of await client.connections.list.query()) {
      await client.connections.update.mutate({ id, enabled: false });
    }
  });
  test.afterEach(async ({ installation }) => {
    const { client } = installation.admin;
    await client.settings.set.mutate({ demoModels: true });
    for (const { id } of await client.connections.list.query()) {
      await client.connections.update.mutate({ id, enabled: true });
    }
    await expect
      .poll(async () => (await client.models.list.query()).models.length)
      .toBeGreaterThanOrEqual(8);
  });

  test("5: the empty state says so, and links an admin to the fix", async ({
    newBrowser,
    installation,
    page,
  }) => {
    const admins = await newBrowser(installation.admin);
    await admins.goto("/");
    await admins.getByRole("main").getByRole("link", { name: "Set up a connection" }).click();
    await expect(admins).toHaveURL("/admin/connections");

    await page.goto("/");
    await expect(page.getByRole("main")).toContainText("Ask an admin to connect one");
    await expect(page.getByRole("main").getByRole("link")).toHaveCount(0);
  });
});
