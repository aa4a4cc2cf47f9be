import { expectNoViolations } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";

test("63: axe finds nothing on the sign-in and sign-up pages", async ({ newBrowser }) => {
  const page = await newBrowser();
  for (const address of ["/sign-in", "/sign-up"]) {
    await page.goto(address);
    await expectNoViolations(page, address);
    await page.getByRole("button", { name: /^Sign (in|up)$/ }).click();
    await expect(page.getByText("Enter your e-mail address.")).toBeVisible();
    await expectNoViolations(page, `${address} with problems`);
  }
});

test("63: axe finds nothing on the account page and in its dialogs", async ({ page }) => {
  await page.goto("/settings");
  await expect(page.getByText("No keys yet.")).toBeVisible();
  await expectNoViolations(page, "/settings");
  await page.getByRole("button", { name: "New key" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolations(page, "new key");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "question");
});

test("63: axe finds nothing on the admin pages and in their panels", async ({
  newBrowser,
  installation,
}) => {
  const page = await newBrowser(installation.admin);
  await page.goto("/admin/connections");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await expectNoViolations(page, "connections");
  await page.getByRole("button", { name: "Add connection" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolations(page, "a connection's panel");
  await page.goto("/admin/people");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await expectNoViolations(page, "people");
  await page.goto("/admin/settings");
  await expect(page.getByRole("switch").first()).toBeEnabled();
  await expectNoViolations(page, "server settings");
  await page.goto("/welcome");
  await expect(page.getByText("Step 1 of 3")).toBeVisible();
  await expectNoViolations(page, "welcome");
});

test("63: axe finds nothing on the empty chat page, with the picker and a menu open", async ({
  chat,
  page,
}) => {
  await page.goto("/");
  await expect(chat.composer).toBeFocused();
  await expectNoViolations(page, "empty");
  await chat.picker.click();
  await expect(chat.modelOptions.first()).toBeVisible();
  await expectNoViolations(page, "picker");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Account of/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectNoViolations(page, "menu");
});

test("63: axe finds nothing while an answer is written, when it was stopped, and when it failed", async ({
  chat,
  page,
  installation,
}) => {
  await chat.openNew();
  await chat.ask("E2E:manual");
  await expect(chat.stop).toBeVisible();
  await expectNoViolations(page, "waiting for the first token");
  installation.models.release(2);
  await expect(chat.answer).toContainText("piece-2");
  await expectNoViolations(page, "streaming");
  await chat.stop.click();
  await chat.settled();
  await expectNoViolations(page, "stopped");
  await chat.exchange("E2E:error:503:Closed.");
  await expectNoViolations(page, "failed");
});

test("63: axe finds nothing in an answer with tables, code, math and diagrams", async ({
  chat,
  page,
}) => {
  await chat.openNew("demo-markdown");
  await chat.ask("Show me everything");
  await expect(chat.stop).toBeHidden({ timeout: 30_000 });
  await expectNoViolations(page, "Markdown");
});

test("63: axe finds nothing in a message's details, its editor, and the question before deleting", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.exchange("Hello");
  await chat.details(chat.answer);
  await expectNoViolations(page, "details");
  await page.keyboard.press("Escape");
  await chat.edit(chat.questions.first());
  await expectNoViolations(page, "editor");
  await page.keyboard.press("Escape");
  await chat.deleteMessage(chat.questions.first());
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "question");
});

test("63: axe finds nothing on pages that are not there or not allowed", async ({ page }) => {
  await page.goto("/nothing/here");
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
  await expectNoViolations(page, "not found");
  await page.goto("/admin/people");
  await expect(page.getByText("Only an admin")).toBeVisible();
  await expectNoViolations(page, "forbidden");
  await page.goto("/c/not-a-chat-of-mine");
  await expect(page.getByRole("main")).toContainText(/\S/);
  await expectNoViolations(page, "missing chat");
});
