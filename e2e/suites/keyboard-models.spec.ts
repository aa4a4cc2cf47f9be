import { forgetDecisions } from "../fixtures/installation.ts";
import { answerQuestion, press, tabTo } from "../fixtures/keyboard.ts";
import { ModelsPage } from "../fixtures/models-page.ts";
import { expect, test } from "../fixtures/test.ts";

test.afterEach(async ({ installation }) => forgetDecisions(installation));

test("a preset is made, opened to somebody and removed with the keyboard alone", async ({
  newBrowser,
  installation,
}) => {
  test.setTimeout(90_000);
  const admins = new ModelsPage(await newBrowser(installation.admin));
  const { page } = admins;
  await admins.open();
  const panel = admins.panel("New preset");
  await press(page, /button "New preset"/);
  await expect(panel).toBeFocused();
  await tabTo(page, /textbox "Name"/);
  await page.keyboard.type("Tutor");
  await tabTo(page, /combobox "Base model"/);
  await page.keyboard.type("puppet");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("combobox", { name: "Base model" })).toHaveValue("puppet");
  await expect(panel).toBeVisible();

  await panel.getByRole("tab", { name: "Basics" }).focus();
  for (const part of ["Behaviour", "Start", "Access"]) {
    await page.keyboard.press("ArrowRight");
    await expect(panel.getByRole("tab", { name: part })).toHaveAttribute("aria-selected", "true");
  }
  await tabTo(page, /radio "As the server says/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, /combobox "Add a group or a person"/);
  await page.keyboard.type("Ada");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("listitem")).toContainText("Ada");
  await expect(panel.getByRole("combobox")).toBeFocused();
  await press(page, /button "Create"/);
  await expect(panel).toBeHidden();
  await expect(page.getByRole("button", { name: "New preset" })).toBeFocused();
  await expect(admins.row("tutor")).toContainText("1 person");

  await press(page, /button "Open “Tutor”"/);
  await tabTo(page, /button "Remove it"/);
  await answerQuestion(
    page.getByRole("button", { name: "Remove it" }),
    "Remove “Tutor”?",
    "Remove",
  );
  await expect(admins.row("tutor")).toHaveCount(0);
  await expect(page.locator("[data-heir=edit]").first()).toBeFocused();
});

test("an answer is rated with the keyboard alone", async ({ chat, page }) => {
  await chat.openNew();
  await chat.exchange("Hello");
  await press(page, /button "Good answer"/);
  const good = chat.answer.getByRole("button", { name: "Good answer" });
  await expect(good).toHaveAttribute("aria-pressed", "true");
  await expect(good).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(good).toHaveAttribute("aria-pressed", "false");
});
