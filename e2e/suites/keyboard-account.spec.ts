import { ChatPage } from "../fixtures/chat-page.ts";
import { password, withParley } from "../fixtures/installation.ts";
import { answerQuestion, press, tabTo } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";

test("63: the account is changed with the keyboard alone", async ({ page, person, chat }) => {
  const focused = page.locator(":focus");
  await person.client.keys.create.mutate({ name: "Old one", expiresInDays: null });
  await page.goto("/");
  await expect(chat.composer).toBeFocused();
  await press(page, /button "Account of/);
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.type("Set");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings");
  const profile = page.getByRole("region", { name: "Profile" });
  await expect(profile.getByLabel("Name")).toHaveValue(person.name);

  await tabTo(page, /textbox "Name"/);
  await page.keyboard.press("End");
  await page.keyboard.type("trix");
  await press(page, /button "Save"/);
  await expect(profile.getByRole("status")).toHaveText("Saved.");
  await expect(profile.getByRole("button", { name: "Save" })).toBeFocused();

  await tabTo(page, /radio "As the system"/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeFocused();
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);

  const newKey = page.getByRole("button", { name: "New key" });
  const making = page.getByRole("dialog", { name: "New API key" });
  await press(page, /button "New key"/);
  await expect(making.getByLabel("Name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(newKey).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(making.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Notebook");
  await press(page, /button ".*Ends"/);
  await expect(page.getByRole("option", { name: "In 90 days" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(making.getByRole("button", { name: "In 30 days Ends" })).toBeFocused();
  await press(page, /button "Make key"/);
  const made = page.getByRole("alertdialog", { name: "Copy your key now" });
  await expect(made.getByLabel("API key", { exact: true })).toBeFocused();
  const key = await focused.inputValue();
  await page.keyboard.press("Tab");
  await expect(made.getByRole("button", { name: "Copy key" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(made.getByRole("button", { name: "Copied" })).toBeFocused();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await press(page, /button "Done"/);
  await expect(made).toBeHidden();
  await expect(newKey).toBeFocused();

  const revoke = (name: string) => page.getByRole("button", { name: `Revoke “${name}”` });
  await tabTo(page, /button "Revoke “Notebook”"/);
  await answerQuestion(revoke("Notebook"), "Revoke “Notebook”?", "Revoke");
  await expect(revoke("Notebook")).toHaveCount(0);
  await expect(revoke("Old one")).toBeFocused();
  await answerQuestion(revoke("Old one"), "Revoke “Old one”?", "Revoke");
  await expect(page.getByText("No keys yet.")).toBeVisible();
  await expect(newKey).toBeFocused();

  await tabTo(page, /textbox "Current password"/);
  await page.keyboard.type(password);
  await tabTo(page, /textbox "New password"/);
  await page.keyboard.type("another good password");
  await tabTo(page, /switch "Sign out everywhere else"/);
  await page.keyboard.press("Space");
  await press(page, /button "Change password"/);
  await expect(page.getByText("The password is changed.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Change password" })).toBeFocused();

  await tabTo(page, /button "Sign out everywhere"/);
  const out = page.getByRole("button", { name: "Sign out everywhere" });
  await answerQuestion(out, "Sign out everywhere?", "Sign out everywhere");
  await expect(page).toHaveURL("/sign-in");
  await expect(page.getByLabel("E-mail")).toBeFocused();
});

test("63: from sign-up through the three steps to the first answer with the keyboard alone", async ({
  browser,
}) => {
  // It starts a Parley of its own.
  test.setTimeout(90_000);
  await withParley(async ({ url }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const chat = new ChatPage(page);
    await page.goto(url);
    await expect(page).toHaveURL(`${url}/sign-up`);
    await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
    await page.keyboard.type("Ada");
    await page.keyboard.press("Tab");
    await page.keyboard.type("ada@example.org");
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Delete");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Enter your e-mail address.")).toBeVisible();
    await expect(page.getByLabel("E-mail")).toBeFocused();
    await page.keyboard.type("ada@example.org");
    const held = Promise.withResolvers<void>();
    await page.route(/connections\.check/, async (route) => {
      await held.promise;
      await route.continue();
    });
    await press(page, /button "Create the admin account"/);
    await expect(page).toHaveURL(`${url}/welcome`);

    const title = (name: string) => page.getByRole("heading", { name, exact: true });
    await expect(title("Models on this machine")).toBeFocused();
    await tabTo(page, /button "Skip"/);
    held.resolve();
    await expect(page.getByText("No Ollama answers")).toBeVisible();
    // Skip is gone, the focus is not.
    await expect(title("Models on this machine")).toBeFocused();
    await press(page, /button "Continue"/);
    await expect(title("Models behind an API")).toBeFocused();
    await press(page, /button "Connect"/);
    await expect(page.getByText("Enter the server's address.")).toBeVisible();
    await expect(page.getByLabel("Address")).toBeFocused();
    await press(page, /button "Skip"/);
    await expect(title("Demonstration models")).toBeFocused();
    await press(page, /button "Start chatting"/);
    await expect(page).toHaveURL(`${url}/`);
    await expect(chat.composer).toBeFocused();
    // A first question stands there already.
    await expect(chat.composer).not.toHaveValue("");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("Hello");
    // Only once the models are known.
    await expect(chat.send).toBeEnabled();
    await page.keyboard.press("Enter");
    await expect(chat.answerText).toContainText("Hello");
    await chat.settled();

    await page.goto(`${url}/admin/connections`);
    await expect(page.getByText("No connections yet")).toBeVisible();
    await press(page, /button "Add connection"/);
    await tabTo(page, /textbox "Name"/);
    await page.keyboard.type("First");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Address")).toBeFocused();
    await page.keyboard.type("http://127.0.0.1:9/v1");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("row").filter({ hasText: "First" })).toBeVisible();
    // The button stood in the empty list; another one has taken its place.
    await expect(page.getByRole("button", { name: "Add connection" })).toBeFocused();
    await press(page, /button "Edit “First”"/);
    await press(page, /button "Remove connection"/);
    await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
    await press(page, /button "Remove"/);
    await expect(page.getByText("No connections yet")).toBeVisible();
    await expect(title("Connections")).toBeFocused();
    await context.close();
  });
});

test("63: whoever waits looks again and signs out with the keyboard alone", async ({
  newBrowser,
  installation,
}) => {
  const person = await installation.newPending("Paula");
  const page = await newBrowser();
  await page.goto("/sign-in");
  await page.keyboard.type(person.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/pending");
  await press(page, /button "Check now"/);
  await expect(page.getByText("Still waiting.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Check now" })).toBeFocused();
  await press(page, /button "Sign out"/);
  await expect(page).toHaveURL("/sign-in");
  await expect(page.getByLabel("E-mail")).toBeFocused();
});
