import { ChatPage } from "../fixtures/chat-page.ts";
import { password } from "../fixtures/installation.ts";
import { press, tabTo } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";

test("63: a whole chat with the keyboard alone", async ({ newBrowser, person, installation }) => {
  const page = await newBrowser();
  const chat = new ChatPage(page);
  await page.goto("/sign-in");
  await page.keyboard.type(person.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(chat.composer).toBeFocused();

  await page.keyboard.press("Control+Shift+M");
  await expect(chat.modelSearch).toBeFocused();
  await page.keyboard.type("scripted-large");
  await page.keyboard.press("Enter");
  await chat.expectModel("scripted-large");
  await tabTo(page, /textbox "Message"/);
  await page.keyboard.type("E2E:manual");
  await page.keyboard.press("Enter");
  installation.models.release(2);
  await expect(chat.answer).toContainText("piece-2");
  await page.keyboard.press("Escape");
  await expect(chat.answer).toContainText("Stopped");
  await chat.settled();

  await tabTo(page, /button "Copy"/);
  await page.keyboard.press("Enter");
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/piece-1 piece-2|E2E:manual/);

  await tabTo(page, /button "Actions for/);
  await page.keyboard.press("Enter");
  await page.keyboard.type("Ren");
  await page.keyboard.press("Enter");
  await expect(chat.renameField).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Enter");
  await expect(chat.rows).toHaveText([/By keyboard/]);

  await tabTo(page, /button "Actions for/);
  await page.keyboard.press("Enter");
  await page.keyboard.type("Del");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog", { name: /By keyboard/ })).toBeVisible();
  await tabTo(page, /button "Delete"/);
  await page.keyboard.press("Enter");
  await expect(chat.rows).toHaveCount(0);
  await expect(page).toHaveURL("/");
});

test("63: what opens something says so, gets the focus back after Escape, and shows where the focus is", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.exchange("Hello");
  const openers = [
    chat.picker,
    chat.rowMenuButton(chat.rows.first()),
    chat.answer.getByRole("button", { name: "More", exact: true }),
    page.locator("main header [aria-expanded]").last(),
  ];
  for (const opener of openers) {
    await opener.focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+Tab");
    await expect(opener).toBeFocused();
    expect(await opener.evaluate(showsFocus)).toBe(true);
    await expect(opener).toHaveAttribute("aria-expanded", "false");
    await page.keyboard.press("Enter");
    await expect(opener).toHaveAttribute("aria-expanded", "true");
    await expect(opener).not.toBeFocused();
    await page.keyboard.press("Escape");
    await expect(opener).toBeFocused();
    await expect(opener).toHaveAttribute("aria-expanded", "false");
  }
});

function showsFocus(element: Element): boolean {
  const { outlineStyle, boxShadow } = getComputedStyle(element);
  return outlineStyle !== "none" || boxShadow !== "none";
}

test("63: every control of the chat page has a name", async ({ chat, page }) => {
  await chat.openNew();
  await chat.exchange("E2E:markdown");
  await chat.answers.first().hover();
  const snapshot = await page.locator("body").ariaSnapshot();
  expect(snapshot).toContain('button "Send"');
  const nameless = snapshot
    .split("\n")
    .filter((line) =>
      /- (button|link|textbox|combobox|switch|menuitem|checkbox)( \[[^\]]*\])*:?$/.test(
        line.trimEnd(),
      ),
    );
  expect(nameless).toEqual([]);
});

test("63: whoever clears the search goes on in its field", async ({ chat, page }) => {
  await page.goto("/");
  await expect(chat.composer).toBeFocused();
  await page.keyboard.press("Control+K");
  await page.keyboard.type("anything");
  await press(page, /button "Clear the search"/);
  await expect(chat.search).toBeFocused();
  await expect(chat.search).toHaveValue("");
});
