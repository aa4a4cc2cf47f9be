import { expectNoViolations } from "../fixtures/axe.ts";
import { beBrief, broken, manyValves } from "../fixtures/function-sources.ts";
import { removeFunctions, resetFunctions } from "../fixtures/functions.ts";
import { FunctionsPage } from "../fixtures/functions-page.ts";
import { press, retype, tabTo } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";

test.beforeEach(async ({ installation }) => {
  // Processes are started in it.
  test.setTimeout(120_000);
  await removeFunctions(installation);
});
test.afterEach(async ({ installation }) => resetFunctions(installation));

test("the editor knows the types, and TypeScript is fetched once, by its worker", async ({
  newBrowser,
  installation: { admin },
}) => {
  await admin.client.functions.create.mutate({ source: beBrief });
  const page = await newBrowser(admin);
  const large: string[] = [];
  page.on("response", async (response) => {
    const size = Number(await response.headerValue("content-length"));
    if (size > 500_000) large.push(response.url());
  });
  const functions = new FunctionsPage(page);
  await functions.visit("Be brief");
  await functions.write(
    beBrief.replace("valves.sentences} sentences", "valves.sentence} sentences"),
  );
  await expect(page.locator(".cm-lintRange-error")).toHaveText("sentence", { timeout: 30_000 });
  expect(large).toHaveLength(1);
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.locator(".cm-lintRange-error")).toBeHidden();
});

test("axe finds nothing on the list of functions and in any part of a function's page", async ({
  newBrowser,
  installation: { admin },
}) => {
  const page = await newBrowser(admin);
  const functions = new FunctionsPage(page);
  await functions.open();
  await expect(page.getByRole("heading", { name: "No functions yet" })).toBeVisible();
  await expectNoViolations(page, "no functions");
  await functions.create.click();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("Give it a name.")).toBeVisible();
  await expectNoViolations(page, "a new function without a name");
  await page.keyboard.press("Escape");
  const { id } = await admin.client.functions.create.mutate({ source: manyValves });
  await admin.client.functions.setValves.mutate({ id, values: { token: "s3cret" } });
  await expect(functions.row("Many valves")).toBeVisible();
  await expectNoViolations(page, "functions");
  await functions.visit("Many valves");
  await expect(page.locator(".cm-line").first()).toBeVisible();
  await functions.tried();
  await expectNoViolations(page, "a function that was tried");
  await functions.part("Settings");
  await expect(page.getByText("Set. It is never shown again.")).toBeVisible();
  await page.getByRole("button", { name: "Replace token" }).click();
  await page.getByLabel("share").fill("7");
  await page.getByRole("button", { name: "Save valves" }).click();
  await expect(page.getByText("Enter at most 1.")).toBeVisible();
  await expectNoViolations(page, "a function's settings");
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await functions.part("Permissions");
  await expectNoViolations(page, "a function's permissions");
  await functions.write(`${manyValves}// Changed.\n`);
  await functions.saved(2);
  await functions.part("Versions");
  await page.getByRole("button", { name: "Compare version 1" }).click();
  await expect(page.locator(".cm-changedLine")).toContainText("Changed.");
  await expectNoViolations(page, "a comparison of versions");
  await page.getByRole("button", { name: "Back to the editor" }).click();
  await functions.write(broken);
  await functions.save.click();
  await expect(page.getByRole("alert").filter({ hasText: /Line 5/ })).toBeVisible();
  await expectNoViolations(page, "a source with a problem");
});

test("a function is made, written, tried, saved and switched on with the keyboard alone", async ({
  newBrowser,
  installation: { admin },
}) => {
  const page = await newBrowser(admin);
  const functions = new FunctionsPage(page);
  await functions.open();
  await press(page, /^- button "New function"/);
  const making = page.getByRole("dialog", { name: "New function" });
  await expect(making.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Keys only");
  await page.keyboard.press("Enter");
  await functions.ready("Keys only");
  await tabTo(page, /^- textbox "Source"/);
  await retype(page, "");
  await page.keyboard.insertText(beBrief);
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("· version 2")).toBeVisible({ timeout: 30_000 });
  // The first may close what was offered to complete.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await tabTo(page, /^- tab "Try it"/);
  await tabTo(page, /^- button "Run"/);
  await page.keyboard.press("Enter");
  await expect(functions.result).toContainText("It gave something back", { timeout: 30_000 });
  await page.reload();
  await functions.ready("Be brief");
  await tabTo(page, /^- switch "Run “Be brief”"/);
  await page.keyboard.press("Space");
  await expect
    .poll(async () => (await admin.client.functions.get.query({ id: "keys-only" })).enabled)
    .toBe(true);
});
