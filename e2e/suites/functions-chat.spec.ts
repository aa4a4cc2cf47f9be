import type { Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/axe.ts";
import { ChatPage } from "../fixtures/chat-page.ts";
import {
  hide,
  house,
  install,
  removeFunctions,
  resetFunctions,
  sign,
  tools,
  twins,
  yours,
} from "../fixtures/functions.ts";
import { press } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";

test.afterEach(({ installation }) => resetFunctions(installation));

const switchOf = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole("alertdialog", { name });

test("a filter is switched in a chat, stays so there, and the next chat begins as it was chosen last", async ({
  chat,
  page,
  installation,
}) => {
  await install(installation, "hide", hide);
  await chat.openNew();
  const hiding = switchOf(page, "Hide names");
  await expect(hiding).toHaveAttribute("aria-pressed", "false");
  await chat.exchange("Who is Rosebud?");
  await expect(chat.answerText).toHaveText("You said: Who is Rosebud?");
  await hiding.click();
  await expect(hiding).toHaveAttribute("aria-pressed", "true");
  await chat.exchange("And who is Rosebud now?");
  await expect(chat.answerText).toHaveText("You said: And who is [hidden] now?");

  await page.reload();
  await expect(hiding).toHaveAttribute("aria-pressed", "true");
  await chat.answer.hover();
  await chat.answer.getByRole("button", { name: "Answer again", exact: true }).click();
  await chat.settled();
  await expect(chat.answerText).toHaveText("You said: And who is [hidden] now?");

  await chat.openNew();
  await expect(hiding).toHaveAttribute("aria-pressed", "true");
  await chat.exchange("Is this Rosebud?");
  await expect(chat.answerText).toHaveText("You said: Is this [hidden]?");
  await hiding.click();
  await expect(hiding).toHaveAttribute("aria-pressed", "false");
  await page.goBack();
  await page.reload();
  await expect(hiding).toBeVisible();

  await removeFunctions(installation);
  await expect(hiding).toBeHidden();
});

test("the field for the next question does not move when its filters come", async ({
  chat,
  page,
  installation,
}) => {
  await install(installation, "hide", hide);
  const letPass = await chat.hold("**/api/trpc/*functions.forModel*");
  await page.goto("/");
  await expect(chat.picker).toBeVisible();
  const before = await chat.composer.boundingBox();
  letPass();
  await expect(switchOf(page, "Hide names")).toBeVisible();
  expect(await chat.composer.boundingBox()).toEqual(before);
});

test("what an outlet makes of an answer, and what it adds, is shown at once, in two tabs, and after a reload", async ({
  chat,
  page,
  context,
  installation,
}) => {
  await install(installation, "sign", sign);
  await chat.openNew();
  await chat.exchange("Hello");
  const other = new ChatPage(await context.newPage());
  await other.page.goto(`/c/${chat.chatId()}`);
  await expect(other.answerText).toContainText("(signed)");
  await chat.exchange("Once more");
  const see = async ({ answer, answerText }: ChatPage) => {
    await expect(answerText).toHaveText("You said: Once more (signed)");
    await expect(answer.getByTestId("status-line")).toHaveText("Looked up 2 sources");
    const sources = answer.getByRole("list", { name: "Sources" });
    await expect(sources.getByRole("listitem")).toHaveCount(2);
    const link = sources.getByRole("link", { name: /The handbook/ });
    await expect(link).toHaveAttribute("href", "https://example.org/handbook");
    await expect(link).toHaveAttribute("rel", /noopener noreferrer/);
    await expect(answer.getByRole("img", { name: "A dot" })).toBeVisible();
    const file = answer.getByRole("link", { name: "notes.txt" });
    await expect(file).toHaveAttribute("download", "notes.txt");
    const fields = answer.getByRole("list", { name: "Fields of this answer" });
    await expect(fields).toContainText("language:en");
    await expect(fields).toContainText("cost:0.002 €");
    await expect(fields).toContainText("sentiment:▁▅█");
  };
  await see(chat);
  await expect(page.getByText("Signed it.").first()).toBeVisible();
  await see(other);
  await page.reload();
  await see(chat);

  await chat.answer.getByRole("button", { name: /^summary:/ }).click();
  await expect(page.getByTestId("details-content")).toContainText("all there is to say about it");
  await expect(page.getByTestId("trace")).toContainText("Sign, after it was answered");
  await expectNoViolations(page, "an answer with all that functions add");
});

test("an action changes its message in every tab, and says so", async ({
  chat,
  page,
  context,
  installation,
}) => {
  await install(installation, "tools", tools);
  await chat.openNew();
  await chat.exchange("Hello");
  const other = new ChatPage(await context.newPage());
  await other.page.goto(`/c/${chat.chatId()}`);
  await expect(other.answerText).toHaveText("You said: Hello");
  await chat.answer.getByRole("button", { name: "Echo", exact: true }).click();
  for (const { answerText } of [chat, other]) {
    await expect(answerText).toHaveText("Echo: You said: Hello");
  }
  await expect(page.getByText("Echoed.")).toBeVisible();
  await page.reload();
  await expect(chat.answerText).toHaveText("Echo: You said: Hello");

  await chat.answer.getByRole("button", { name: "More actions" }).click();
  await expectNoViolations(page, "a menu of actions");
  await page.getByRole("menuitem", { name: "Refuse" }).click();
  await expect(page.getByText("Not on a Sunday.")).toBeVisible();
  await chat.answer.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Break" }).click();
  await expect(page.getByText("“Break” did not work")).toBeVisible();
});

test("questions of a function are answered, declined, and closed where another tab was quicker", async ({
  chat,
  page,
  context,
  installation,
}) => {
  await install(installation, "tools", tools);
  await chat.openNew();
  await chat.exchange("Hello");
  const other = new ChatPage(await context.newPage());
  await other.page.goto(`/c/${chat.chatId()}`);
  await expect(other.answerText).toBeVisible();
  const button = chat.answer.getByRole("button", { name: "Ask me" });
  const fields = chat.answer.getByRole("list", { name: "Fields of this answer" });

  await button.click();
  await expect(dialog(page, "Keep a note?")).toContainText("Tools asks.");
  await expect(dialog(other.page, "Keep a note?")).toBeVisible();
  await expectNoViolations(page, "a question of a function");
  await page.keyboard.press("Escape");
  await expect(fields).toContainText("note:no reply");
  await expect(dialog(other.page, "Keep a note?")).toBeHidden();

  await button.click();
  await dialog(other.page, "Keep a note?").getByRole("button", { name: "Yes" }).click();
  await expect(dialog(page, "Title")).toBeVisible();
  // A page that is loaded anew is asked again.
  await page.reload();
  await page.getByRole("textbox", { name: "Title" }).fill("Leases");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Stars" }).fill("many");
  await page.keyboard.press("Enter");
  await expect(dialog(page, "Stars")).toContainText("Enter a number.");
  await page.getByRole("textbox", { name: "Stars" }).fill("4.5");
  await page.keyboard.press("Enter");
  await dialog(page, "Colour").getByText("Green").click();
  await expectNoViolations(page, "a choice that a function asks for");
  await dialog(page, "Colour").getByRole("button", { name: "Answer" }).click();
  await expect(fields).toContainText("note:Leases / 4.5 / Green");
});

test("questions that come together wait in line", async ({ chat, page, installation }) => {
  await install(installation, "twins", twins);
  await chat.openNew();
  await chat.exchange("Hello");
  await chat.answer.getByRole("button", { name: "Two at once" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("One more question waits.");
  for (const answer of ["one", "two"]) {
    const asked = page.getByRole("alertdialog");
    const name = await asked.getByRole("heading").innerText();
    await page.getByRole("textbox", { name, exact: true }).fill(answer);
    await page.keyboard.press("Enter");
    await expect(dialog(page, name)).toBeHidden();
  }
  await expect(chat.answer.getByTestId("field-chips")).toContainText(
    /said:(one and two|two and one)/,
  );
});

test("a page of an action runs, and reaches nothing of Parley or beyond", async ({
  chat,
  page,
  newBrowser,
  installation,
}) => {
  await install(installation, "tools", tools);
  await chat.openNew();
  await chat.exchange("Hello");
  await chat.answer.getByRole("button", { name: "Draw a chart" }).click();
  const frame = chat.answer.locator("iframe");
  await expect(frame).toHaveAttribute("title", "Chart");
  const out = page.frameLocator("iframe").locator("#out");
  await expect(out).toContainText("window");
  expect(JSON.parse(await out.innerText())).toEqual({
    ...{ origin: "null", cookie: "refused", storage: "refused", parent: "refused" },
    ...{ top: "refused", fetch: "refused", elsewhere: "refused", socket: "refused" },
    ...{ picture: "refused", window: "null" },
  });
  await page.reload();
  await expect(out).toContainText("window");

  const address = new URL((await frame.getAttribute("src")) ?? "", page.url()).href;
  const stranger = await newBrowser();
  expect((await stranger.request.get(address)).status()).toBe(401);
  const bob = await newBrowser(await installation.newPerson("Bob"));
  expect((await bob.request.get(address)).status()).toBe(404);
  // Opened by itself it is kept apart just so.
  await page.goto(address);
  await expect(page.locator("#out")).toContainText('"origin":"null"');
  await expect(page.locator("#out")).toContainText('"fetch":"refused"');
});

test("a question that a filter refuses gets its author's sentence, and what to do", async ({
  chat,
  page,
  installation,
}) => {
  await install(installation, "house", house);
  await chat.openNew();
  await chat.ask("Say the forbidden word");
  const outcome = chat.outcome(chat.answer);
  await expect(outcome).toContainText("We don't talk about that here.");
  await expect(outcome).toContainText("Change your message and send it again.");
  await expect(chat.answer.getByRole("alert")).toHaveCount(0);
  await expectNoViolations(page, "a refused question");
  const details = await chat.details(chat.answer);
  await expect(details).toContainText("It said: We don't talk about that here.");
  await page.keyboard.press("Escape");
  await chat.exchange("Say another word");
  await expect(chat.answerText).toHaveText("You said: Say another word");
  const trace = (await chat.details(chat.answer)).getByTestId("trace");
  await expect(trace).toContainText("House rules, while the answer came");
  await expect(trace).toContainText(/Saw \d+ pieces of the answer/);
});

test("filters and actions are reached and used with the keyboard alone", async ({
  chat,
  page,
  installation,
}) => {
  await install(installation, "hide", hide);
  await install(installation, "tools", tools);
  await chat.openNew();
  await expect(switchOf(page, "Hide names")).toBeVisible();
  await chat.composer.focus();
  await press(page, /"Hide names"/);
  await expect(switchOf(page, "Hide names")).toHaveAttribute("aria-pressed", "true");
  await chat.composer.focus();
  await page.keyboard.type("Who is Rosebud?");
  await page.keyboard.press("Enter");
  await expect(chat.answerText).toHaveText("You said: Who is [hidden]?");
  await chat.settled();
  await press(page, /"Echo"/);
  await expect(chat.answerText).toHaveText("Echo: You said: Who is [hidden]?");
});

test("what a person sets for a function counts in their own chats", async ({
  chat,
  page,
  installation,
}) => {
  await install(installation, "yours", yours);
  await page.goto("/settings");
  const form = page.getByRole("form", { name: "Settings of Yours" });
  await form.getByLabel("ending").fill("Yours, Bea");
  await expectNoViolations(page, "settings of a function");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved for Yours")).toBeVisible();
  await page.reload();
  await expect(form.getByLabel("ending")).toHaveValue("Yours, Bea");
  await chat.openNew();
  await chat.exchange("Hello");
  await expect(chat.answerText).toHaveText("You said: Hello Yours, Bea");
});
