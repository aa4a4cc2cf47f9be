import type { Page } from "@playwright/test";
import { password } from "../fixtures/installation.ts";
import { expect, test } from "../fixtures/test.ts";
import { signIn } from "../harness/index.ts";
import { startModelServer } from "../model-server/index.ts";

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

test.describe("connections", () => {
  test("Check says what it found, or why it failed; then the connection is added, edited and removed", async ({
    newBrowser,
    installation,
  }) => {
    const models = await startModelServer();
    const page = await newBrowser(installation.admin);
    await page.goto("/admin/connections");
    await page.getByRole("button", { name: "Add connection" }).click();
    const panel = page.getByRole("dialog", { name: "Add connection" });
    await panel.getByRole("button", { name: "Check" }).click();
    await expect(panel.getByText("Enter the server's address.")).toBeVisible();
    await panel.getByLabel("Name", { exact: true }).fill("Workshop");
    await panel.getByLabel("Address").fill("http://127.0.0.1:9/v1");
    await panel.getByRole("button", { name: "Check" }).click();
    await expect(panel.getByRole("alert")).toContainText(/The check failed after \d+ ms/);
    await expect(panel.getByRole("alert")).toContainText(/127\.0\.0\.1:9/);

    await panel.getByLabel("Address").fill(`${models.url}/v1`);
    await panel.getByLabel("API key").fill("sk-workshop");
    await panel.getByLabel("Prefix").fill("shop");
    await panel.getByRole("button", { name: "Check" }).click();
    await expect(panel.getByText(/It answers in \d+ ms with 2 models/)).toBeVisible();
    await expect(panel).toContainText("scripted-small, scripted-large");
    await panel.getByRole("button", { name: "Add", exact: true }).click();
    await expect(panel).toBeHidden();
    await expect(row(page, "Workshop")).toContainText("Working");
    expect(models.requests().at(0)?.headers.authorization).toBe("Bearer sk-workshop");
    const { client } = installation.admin;
    const listed = async () => (await client.models.list.query()).models.map(({ id }) => id);
    expect(await listed()).toContain("shop.scripted-small");

    await page.getByRole("button", { name: "Edit “Workshop”" }).click();
    const editing = page.getByRole("dialog", { name: "Workshop" });
    await expect(editing.getByText("A key is stored.")).toBeVisible();
    await editing.getByLabel("Name", { exact: true }).fill("Workbench");
    await editing.getByRole("button", { name: "Close" }).click();
    await expect(row(page, "Workshop")).toContainText("Not saved yet: Name");
    await page.getByRole("button", { name: "Edit “Workshop”" }).click();
    await editing.getByRole("button", { name: "Save" }).click();
    await expect(row(page, "Workbench")).toBeVisible();

    await page.getByRole("button", { name: "Edit “Workbench”" }).click();
    await page
      .getByRole("dialog", { name: "Workbench" })
      .getByRole("button", { name: "Remove connection" })
      .click();
    const question = page.getByRole("alertdialog", { name: "Remove “Workbench”?" });
    await question.getByRole("button", { name: "Remove" }).click();
    await expect(row(page, "Workbench")).toHaveCount(0);
    expect(await listed()).not.toContain("shop.scripted-small");
    await models.stop();
  });

  test("a key never reaches the browser", async ({ newBrowser, installation }) => {
    const page = await newBrowser(installation.admin);
    const bodies: Promise<string>[] = [];
    page.on("response", (response) => {
      if (response.url().includes("/api/")) bodies.push(response.text());
    });
    await page.goto("/admin/connections");
    await page.getByRole("button", { name: "Edit “Scripted”" }).click();
    await expect(page.getByText("A key is stored.")).toBeVisible();
    expect(bodies.length).toBeGreaterThan(0);
    expect((await Promise.all(bodies)).join()).toContain("hasKey");
    expect((await Promise.all(bodies)).join()).not.toContain("sk-scripted");
    expect(await page.content()).not.toContain("sk-scripted");
  });

  test("how much it gets among connections that serve the same model is kept", async ({
    newBrowser,
    installation,
  }) => {
    const page = await newBrowser(installation.admin);
    const { client } = installation.admin;
    await page.goto("/admin/connections");
    await page.getByRole("button", { name: "Edit “Puppet”" }).click();
    const panel = page.getByRole("dialog", { name: "Puppet" });
    await panel.getByLabel("Weight").fill("a lot");
    await panel.getByRole("button", { name: "Save" }).click();
    await expect(panel.getByText("A weight is a number from 0 to 1000.")).toBeVisible();
    await panel.getByLabel("Weight").fill("2.5");
    await panel.getByRole("button", { name: "Save" }).click();
    await expect(panel).toBeHidden();
    expect(await client.connections.list.query()).toContainEqual(
      expect.objectContaining({ name: "Puppet", weight: 2.5 }),
    );
  });

  test("switched off, its models go; switched on, they are back", async ({
    newBrowser,
    installation,
  }) => {
    const page = await newBrowser(installation.admin);
    const { client } = installation.admin;
    const listed = async () => (await client.models.list.query()).models.map(({ id }) => id);
    await page.goto("/admin/connections");
    const toggle = row(page, "Puppet").getByRole("switch");
    await expect(toggle).toBeChecked();
    await toggle.press("Space");
    await expect(row(page, "Puppet")).toContainText("Off");
    await expect.poll(listed).not.toContain("puppet");
    await toggle.press("Space");
    await expect(row(page, "Puppet")).toContainText("Working");
    await expect.poll(listed).toContain("puppet");
  });
});

test.describe("people", () => {
  test("roles are given and people removed; who loses access is out at once", async ({
    newBrowser,
    installation,
  }) => {
    const { url, admin } = installation;
    const dora = await installation.newPerson("Dora");
    const doras = await newBrowser(dora);
    await doras.goto("/settings");
    await expect(doras.getByRole("heading", { name: "Your account" })).toBeVisible();

    const page = await newBrowser(admin);
    await page.goto("/admin/people");
    await page.getByRole("button", { name: /Role of Dora/ }).click();
    await page.getByRole("option", { name: "Admin" }).click();
    await expect(page.getByText("Dora is now Admin.")).toBeVisible();
    await doras.goto("/admin/people");
    await expect(doras.getByRole("heading", { name: "People" })).toBeVisible();

    await page.getByRole("button", { name: "Remove Dora" }).click();
    const question = page.getByRole("alertdialog", { name: "Remove Dora?" });
    await expect(question).toContainText(dora.email);
    await question.getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("Dora was removed.")).toBeVisible();
    await doras.goto("/settings");
    await expect(doras).toHaveURL("/sign-in");
    await expect(signIn(url, { email: dora.email, password })).rejects.toThrow("401");
  });

  test("nobody can take the last admin's role or account", async ({ newBrowser, installation }) => {
    const { admin } = installation;
    const page = await newBrowser(admin);
    await page.goto("/admin/people");
    const own = row(page, admin.email);
    await expect(own).toContainText("Admin");
    await expect(own.getByRole("button", { name: /Role|Remove/ })).toHaveCount(0);
    const { userId } = admin.session;
    await expect(admin.client.people.remove.mutate({ userId })).rejects.toThrow();
    await expect(admin.client.people.setRole.mutate({ userId, role: "user" })).rejects.toThrow();
  });
});

test("server settings count at once and stay", async ({ newBrowser, installation }) => {
  const { admin } = installation;
  const page = await newBrowser(admin);
  await page.goto("/admin/settings");
  const demo = page.getByRole("switch", { name: /Offer demonstration models/ });
  await expect(demo).toBeChecked();
  await demo.press("Space");
  await expect
    .poll(async () => (await admin.client.models.list.query()).models.some(({ demo }) => demo))
    .toBe(false);
  await page.reload();
  await expect(demo).toBeEnabled();
  await expect(demo).not.toBeChecked();
  await demo.press("Space");
  await expect
    .poll(async () => (await admin.client.models.list.query()).models.some(({ demo }) => demo))
    .toBe(true);
  await expect(page.getByRole("radio", { name: /They can start at once/ })).toBeChecked();
});

test("server settings hold their place and claim nothing until they are known", async ({
  newBrowser,
  installation,
}) => {
  const page = await newBrowser(installation.admin);
  const held = Promise.withResolvers<void>();
  await page.route(/settings\.get/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto("/admin/settings");
  await expect(page.getByText("Offer demonstration models")).toBeVisible();
  await expect(page.getByRole("switch")).toHaveCount(0);
  await expect(page.getByRole("radio", { checked: true })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Model for these tasks/ })).toContainText(
    "Loading",
  );
  const places = () =>
    page
      .locator("main h2, main label, main .switch, main [data-slot=description], main button")
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
  const before = new Set(await places());
  held.resolve();
  await expect(page.getByRole("switch")).toHaveCount(5);
  await expect(page.getByRole("radio", { checked: true })).toHaveCount(2);
  expect(new Set(await places())).toEqual(before);
});

test("admin pages are closed to members, in words", async ({ page }) => {
  for (const address of ["/admin/connections", "/admin/people", "/admin/settings"]) {
    await page.goto(address);
    await expect(page.getByText("Only an admin can open this page")).toBeVisible();
  }
});
