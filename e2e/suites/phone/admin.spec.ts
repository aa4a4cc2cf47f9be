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
