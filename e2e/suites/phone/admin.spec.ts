import { forgetDecisions } from "../../fixtures/installation.ts";
import { ModelsPage } from "../../fixtures/models-page.ts";
import { expect, test } from "../../fixtures/test.ts";

test("65: a connection's panel keeps all of its buttons in sight", async ({
  newBrowser,
  installation,
}) => {
  const page = await newBrowser(installation.admin);
  await page.goto("/admin/connections");
  await page.getByRole("button", { name: "Edit “Scripted”" }).tap();
  const panel = page.getByRole("dialog", { name: "Scripted" });
  await panel.getByLabel("Name", { exact: true }).fill("Scripted again");
  for (const name of ["Remove connection", "Discard changes", "Save", "Remove the key"])
    await expect(panel.getByRole("button", { name })).toBeInViewport({ ratio: 1 });
});

test("65: an arena is made on a phone; nothing leaves the page's width", async ({
  newBrowser,
  installation,
}) => {
  const admins = new ModelsPage(await newBrowser(installation.admin));
  const { page } = admins;
  const isTooWide = () =>
    page.locator("html").evaluate((root) => root.scrollWidth > root.clientWidth);
  await admins.open();
  expect(await isTooWide()).toBe(false);
  const panel = await admins.begin("New arena");
  await panel.getByLabel("Name", { exact: true }).fill("Pocket pit");
  await admins.part(panel, "Members");
  await panel.getByRole("checkbox", { name: "puppet" }).tap();
  await expect(panel.getByTestId("eligible")).toContainText("1 of 1 can be chosen.");
  await admins.part(panel, "Rules");
  await expect(panel.getByTestId("rolls")).toContainText("1,000, expected 1,000");
  expect(await isTooWide()).toBe(false);
  for (const name of ["Create", "Close"])
    await expect(panel.getByRole("button", { name })).toBeInViewport({ ratio: 1 });
  await panel.getByRole("button", { name: "Create" }).tap();
  await expect(admins.row("pocket-pit")).toContainText("Available");
  await page.goto("/admin/groups");
  await expect(page.getByText("No groups yet")).toBeVisible();
  expect(await isTooWide()).toBe(false);
  await forgetDecisions(installation);
});
