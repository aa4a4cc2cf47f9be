import { fillSignIn } from "../fixtures/account-forms.ts";
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
  await page.goto("/sign-in");
  await fillSignIn(page, { email: "nobody@example.org" });
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.locator("form").getByRole("alert")).toBeVisible();
  await expectNoViolations(page, "refused sign-in");
});

test("63: axe finds nothing on the account page and in its dialogs", async ({ page }) => {
  await page.goto("/settings");
  await expect(page.getByText("No keys yet.")).toBeVisible();
  await expectNoViolations(page, "/settings");
  await page.getByRole("button", { name: "New key" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolations(page, "new key");
  await page.getByRole("button", { name: "Make key" }).click();
  await expect(page.getByText("Give the key a name.")).toBeVisible();
  await expectNoViolations(page, "new key with problems");
  await page.getByRole("button", { name: /Ends/ }).click();
  await expect(page.getByRole("listbox")).toBeVisible();
  await expectNoViolations(page, "a key's expiry");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").getByLabel("Name").fill("Notebook");
  await page.getByRole("button", { name: "Make key" }).click();
  await expect(page.getByRole("alertdialog", { name: "Copy your key now" })).toBeVisible();
  await expectNoViolations(page, "made key");
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Revoke “Notebook”" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "question before revoking");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Enter the current password.")).toBeVisible();
  await expectNoViolations(page, "/settings with keys and problems");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "question before signing out");
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
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+K");
  await page.keyboard.type("no chat has this name");
  await expect(page.getByText("No chat has that in its name or tags.")).toBeVisible();
  await expectNoViolations(page, "search without a hit");
  await chat.picker.click();
  await chat.modelSearch.fill("no model has this name");
  await expect(chat.modelOptions).toHaveCount(0);
  await expectNoViolations(page, "picker without a hit");
});

test("63: axe finds nothing in a chat's menu, its new name, and the question before deleting", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.exchange("Hello");
  const row = chat.rows.first();
  await row.hover();
  await chat.rowMenuButton(row).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectNoViolations(page, "a chat's menu");
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await expect(chat.renameField).toBeFocused();
  await expectNoViolations(page, "a chat's new name");
  await page.keyboard.press("Escape");
  await row.hover();
  await chat.rowMenuButton(row).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "question before deleting a chat");
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
