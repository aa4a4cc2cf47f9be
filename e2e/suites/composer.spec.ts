import { expect, test } from "../fixtures/test.ts";

test("6: Enter sends and Shift+Enter makes a new line; the other way round by setting", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.composer.fill("one");
  await chat.composer.press("Shift+Enter");
  await chat.composer.pressSequentially("two");
  await expect(chat.composer).toHaveValue("one\ntwo");
  await expect(chat.questions).toHaveCount(0);
  await chat.composer.press("Enter");
  await expect(chat.questions).toHaveCount(1);
  await expect(chat.questions).toContainText("one");
  await chat.settled();

  await page.goto("/settings");
  await page
    .getByRole("region", { name: "Sending a message" })
    .getByText(/Enter sends, Enter starts/)
    .click();
  await chat.openNew();
  await chat.composer.fill("three");
  await chat.composer.press("Enter");
  await chat.composer.pressSequentially("four");
  await expect(chat.composer).toHaveValue("three\nfour");
  await expect(chat.questions).toHaveCount(0);
  await chat.composer.press("ControlOrMeta+Enter");
  await expect(chat.questions).toHaveCount(1);
});

test("7: Enter that ends a composition never sends", async ({ chat }) => {
  await chat.openNew();
  await chat.composer.fill("かんじ");
  const enter = { key: "Enter", code: "Enter", bubbles: true, cancelable: true };
  await chat.composer.dispatchEvent("keydown", { ...enter, isComposing: true });
  await chat.composer.dispatchEvent("keydown", { ...enter, keyCode: 229 });
  await expect(chat.composer).toHaveValue("かんじ");
  await expect(chat.questions).toHaveCount(0);
  await chat.composer.dispatchEvent("keydown", { ...enter, keyCode: 13 });
  await expect(chat.questions).toHaveCount(1);
});

test("9: nothing but spaces can't be sent; after sending, the input is empty and has the focus", async ({
  chat,
}) => {
  await chat.openNew();
  await expect(chat.send).toBeDisabled();
  await chat.composer.fill("  \n ");
  await expect(chat.send).toBeDisabled();
  await chat.composer.press("Enter");
  await expect(chat.questions).toHaveCount(0);
  await chat.composer.fill("Something");
  await expect(chat.send).toBeEnabled();
  await chat.send.click();
  await expect(chat.questions).toHaveCount(1);
  await expect(chat.composer).toHaveValue("");
  await expect(chat.composer).toBeFocused();
});

test("10: the input grows to a cap and then scrolls inside; the last message stays above it", async ({
  chat,
}) => {
  await chat.openNew();
  await chat.exchange("E2E:long:900");
  const heightWith = async (lines: number) => {
    await chat.composer.fill(Array.from({ length: lines }, (_, line) => `line ${line}`).join("\n"));
    return chat.composer.evaluate((box) => box.clientHeight);
  };
  const one = await heightWith(1);
  const five = await heightWith(5);
  const forty = await heightWith(40);
  const sixty = await heightWith(60);
  expect(five).toBeGreaterThan(one + 40);
  expect(sixty).toBe(forty);
  expect(forty).toBeLessThan(480);
  expect(await chat.composer.evaluate((box) => box.scrollHeight > box.clientHeight)).toBe(true);

  await expect
    .poll(async () => {
      const words = await chat.lastLineBottom();
      const input = await chat.composer.boundingBox();
      return words <= (input?.y ?? 0);
    })
    .toBe(true);
});

test("12: what could not be sent comes back into the input", async ({ chat, page }) => {
  await chat.openNew();
  await page.route("**/api/trpc/turns.send*", (route) => route.abort());
  await chat.ask("Do not lose this");
  await expect(page.getByText(/cannot be reached/)).toBeVisible();
  await expect(chat.composer).toHaveValue("Do not lose this");
  await expect(chat.questions).toHaveCount(0);
  await page.unroute("**/api/trpc/turns.send*");
  await chat.composer.press("Enter");
  await expect(chat.answer).toContainText("You said: Do not lose this");
});

test("text and Enter that came before the page was alive are sent once it is", async ({
  chat,
  page,
}) => {
  const letPass = await chat.hold("**/_next/static/**/*.js*");
  await page.goto("/", { waitUntil: "commit" });
  await chat.composer.pressSequentially("An early question");
  await chat.composer.press("Enter");
  letPass();
  await expect(chat.questions).toHaveText(/An early question$/);
  await expect(chat.composer).toHaveValue("");
});

test("text typed on after an early Enter stays a draft", async ({ chat, page }) => {
  const letPass = await chat.hold("**/_next/static/**/*.js*");
  await page.goto("/", { waitUntil: "commit" });
  await chat.composer.pressSequentially("One line");
  await chat.composer.press("Enter");
  await chat.composer.pressSequentially("and another");
  letPass();
  await expect(chat.send).toBeEnabled();
  await expect(chat.composer).toHaveValue("One line\nand another");
  await expect(chat.questions).toHaveCount(0);
  await chat.send.click();
  await expect(chat.questions).toContainText("and another");
});

test("Enter pressed while the models are loading counts when they are there", async ({
  chat,
  page,
}) => {
  const letPass = await chat.hold("**/api/trpc/*models.list*");
  await page.goto("/");
  await expect(chat.composer).toBeFocused();
  await chat.composer.fill("A quick question");
  await chat.composer.press("Enter");
  await expect(chat.composer).toHaveValue("A quick question");
  letPass();
  await expect(chat.questions).toHaveText(/A quick question$/);
});

test("a link may bring a text for the field; it is not sent, and leaves the address", async ({
  chat,
  page,
}) => {
  const text = "<b>Why</b> & how?\nIn two lines";
  await page.goto(`/?${new URLSearchParams({ q: text, model: "scripted-large" })}`);
  await expect(chat.composer).toHaveValue(text);
  await expect(chat.composer).toBeFocused();
  await expect(page).toHaveURL("/?model=scripted-large");
  await chat.expectModel("scripted-large");
  await expect(chat.send).toBeEnabled();
  await expect(chat.questions).toHaveCount(0);
  await page.keyboard.type("!");
  await expect(chat.composer).toHaveValue(`${text}!`);
  await chat.composer.press("Enter");
  await expect(chat.questions).toContainText("In two lines!");
  await chat.settled();
  await chat.newChat.click();
  await expect(chat.composer).toHaveValue("");
});
