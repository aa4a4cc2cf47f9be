import { expectNoViolations } from "../../fixtures/axe.ts";
import { expect, test } from "../../fixtures/test.ts";

test("63: axe finds nothing on a phone, with the drawer closed, open, and searched", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.exchange("Hello");
  await expectNoViolations(page, "chat");
  await chat.openDrawer.tap();
  await expect(chat.sidebar).toBeVisible();
  await expectNoViolations(page, "drawer");
  await chat.search.fill("no chat has this name");
  await expect(page.getByText("No chat has that in its name or tags.")).toBeVisible();
  await expectNoViolations(page, "drawer without a hit");
});

test("63: axe finds nothing on a phone's account and admin pages", async ({
  newBrowser,
  installation,
}) => {
  const page = await newBrowser(installation.admin);
  await page.goto("/settings");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(/./);
  await expectNoViolations(page, "account");
  await page.goto("/admin/people");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await expectNoViolations(page, "people");
  await page.goto("/admin/settings");
  await expect(page.getByRole("switch").first()).toBeEnabled();
  await expectNoViolations(page, "server settings");
  await page.goto("/admin/connections");
  await page.getByRole("button", { name: "Edit “Scripted”" }).tap();
  await expect(page.getByRole("dialog", { name: "Scripted" })).toBeVisible();
  await expectNoViolations(page, "a connection");
});
