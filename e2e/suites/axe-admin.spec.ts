import { fillSignUp } from "../fixtures/account-forms.ts";
import { expectNoViolations } from "../fixtures/axe.ts";
import { withParley } from "../fixtures/installation.ts";
import { expect, test } from "../fixtures/test.ts";

test("63: axe finds nothing on the connections page, in its panels and its question", async ({
  newBrowser,
  installation,
}) => {
  const page = await newBrowser(installation.admin);
  await page.goto("/admin/connections");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await expectNoViolations(page, "connections");

  await page.getByRole("button", { name: "Add connection" }).click();
  const adding = page.getByRole("dialog", { name: "Add connection" });
  await adding.getByRole("button", { name: "Add", exact: true }).click();
  await expect(adding.getByText("Give it a name.")).toBeVisible();
  await expectNoViolations(page, "a new connection with problems");
  await adding.getByLabel("Address").fill("http://127.0.0.1:9/v1");
  await adding.getByRole("button", { name: "Check" }).click();
  await expect(adding.getByText(/The check failed/)).toBeVisible();
  await expectNoViolations(page, "a check that failed");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Edit “Scripted”" }).click();
  const panel = page.getByRole("dialog", { name: "Scripted" });
  await panel.getByRole("button", { name: "Check" }).click();
  await expect(panel.getByText(/It answers in/)).toBeVisible();
  await panel.getByRole("button", { name: "Remove the key" }).click();
  await expectNoViolations(page, "a connection that is edited");
  await panel.getByRole("button", { name: "Remove connection" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "question before removing a connection");
  await page.keyboard.press("Escape");
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("Not saved yet")).toBeVisible();
  await expectNoViolations(page, "connections with unsaved changes");
});

test("63: axe finds nothing on the people page and in its questions, nor for whoever waits", async ({
  newBrowser,
  installation,
}) => {
  const paula = await installation.newPending("Paula");
  await installation.newPerson("Mira");
  const page = await newBrowser(installation.admin);
  await page.goto("/admin/people");
  await expect(page.getByRole("region", { name: /Waiting for you/ })).toBeVisible();
  await expectNoViolations(page, "people");
  await page.getByRole("button", { name: "Turn away Paula" }).first().click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "question before turning away");
  await page.keyboard.press("Escape");
  await page
    .getByRole("button", { name: /Role of/ })
    .first()
    .click();
  await expect(page.getByRole("listbox")).toBeVisible();
  await expectNoViolations(page, "a role");
  await page.keyboard.press("Escape");
  await page
    .getByRole("button", { name: /^Remove / })
    .first()
    .click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "question before removing");

  const waits = await newBrowser(paula);
  await waits.goto("/pending");
  await waits.getByRole("button", { name: "Check now" }).click();
  await expect(waits.getByText("Still waiting.")).toBeVisible();
  await expectNoViolations(waits, "pending");
});

test("63: axe finds nothing on the server's settings and in notices about errors", async ({
  newBrowser,
  installation,
}) => {
  const page = await newBrowser(installation.admin);
  await page.goto("/admin/settings");
  await expect(page.getByRole("switch").first()).toBeEnabled();
  await expectNoViolations(page, "server settings");
  await page.route("**/api/trpc/**", (route) => route.abort());
  await page.getByRole("switch").first().press("Space");
  await expect(page.getByText("That was not saved.")).toBeVisible();
  await expectNoViolations(page, "a notice at the edge");
  for (const address of ["/admin/settings", "/admin/people"]) {
    await page.goto(address);
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible({ timeout: 20_000 });
    await expectNoViolations(page, `${address} without a server`);
  }
});

test("63: axe finds nothing on the steps of the first run", async ({ browser }) => {
  // It starts a Parley of its own.
  test.setTimeout(90_000);
  await withParley(async ({ url }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${url}/sign-up`);
    await expectNoViolations(page, "the first sign-up");
    await fillSignUp(page, { name: "Ada", email: "ada@example.org" });
    await page.getByRole("button", { name: "Create the admin account" }).click();
    await expect(page.getByText("Step 1 of 3")).toBeVisible();
    await expect(page.getByRole("button", { name: "Continue" })).toBeEnabled();
    await expectNoViolations(page, "step 1");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByLabel("Address").fill("http://127.0.0.1:9/v1");
    await page.getByRole("button", { name: "Connect" }).click();
    await expect(page.getByText("That did not work")).toBeVisible();
    await expectNoViolations(page, "step 2 with a problem");
    await page.getByRole("button", { name: "Skip" }).click();
    await expect(page.getByRole("radio").first()).toBeEnabled();
    await expectNoViolations(page, "step 3");
    await page.getByText("Leave them out").click();
    await page.getByRole("button", { name: "Start chatting" }).click();
    await expect(page.getByText("There is no model to talk to yet")).toBeVisible();
    await expectNoViolations(page, "a chat page without models");
    await page.goto(`${url}/admin/connections`);
    await expect(page.getByText("No connections yet")).toBeVisible();
    await expectNoViolations(page, "no connections");
    await page.goto(`${url}/admin/people`);
    await expect(page.getByText("You are the only one so far.")).toBeVisible();
    await expectNoViolations(page, "people without others");
    await context.close();
  });
});
