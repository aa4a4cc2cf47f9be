import { readFile, writeFile } from "node:fs/promises";
import { ChatPage } from "../fixtures/chat-page.ts";
import { beBrief, broken, manyValves } from "../fixtures/function-sources.ts";
import { removeFunctions, resetFunctions } from "../fixtures/functions.ts";
import { FunctionsPage } from "../fixtures/functions-page.ts";
import { expect, test } from "../fixtures/test.ts";

/** The first function of the authors' documentation, as it stands there. */
async function firstOfTheDocuments(): Promise<string> {
  const page = new URL("../../docs/functions/README.md", import.meta.url);
  const [, source = ""] = /```ts\n([\s\S]*?)```/.exec(await readFile(page, "utf8")) ?? [];
  return source.replaceAll(/^ {3}/gm, "");
}

test.beforeEach(async ({ installation }) => {
  // Processes are started in it.
  test.setTimeout(120_000);
  await removeFunctions(installation);
});
test.afterEach(async ({ installation }) => resetFunctions(installation));

test("a new author makes a filter in the page, tries it, switches it on, and sees it at work in a chat", async ({
  newBrowser,
  installation: { admin, models },
}) => {
  const page = await newBrowser(admin);
  const functions = new FunctionsPage(page);
  await page.goto("/admin/connections");
  await page.getByRole("navigation").getByRole("link", { name: "Functions" }).click();
  await expect(page.getByRole("heading", { name: "No functions yet" })).toBeVisible();
  await functions.create.click();
  const making = page.getByRole("dialog", { name: "New function" });
  await making.getByRole("button", { name: "Create" }).click();
  await expect(making.getByText("Give it a name.")).toBeVisible();
  await making.getByLabel("Name").fill("Be brief");
  await making.getByRole("button", { name: "Create" }).click();
  await functions.ready("Be brief");
  await expect(page.getByText("Filter · be-brief · version 1")).toBeVisible();

  await functions.write(await firstOfTheDocuments());
  await expect(page.getByText("Not saved yet: source")).toBeVisible();
  const tried = await functions.tried();
  await expect(tried).toContainText("It gave something back");
  await expect(tried).toContainText("Answer in at most 3 sentences.");
  await functions.saved(2);
  await expect(page.getByText("Not saved yet")).toBeHidden();

  await functions.part("Settings");
  await page.getByText("All models", { exact: true }).click();
  await expect(page.getByRole("radio", { name: "All models" })).toBeChecked();
  await page.getByLabel("sentences").fill("0");
  await page.getByRole("button", { name: "Save valves" }).click();
  await expect(page.getByText("Enter at least 1.")).toBeVisible();
  await page.getByLabel("sentences").fill("2");
  await page.getByRole("button", { name: "Save valves" }).click();
  await expect(page.getByText("Valves of “Be brief” are saved.")).toBeVisible();
  await page.getByRole("switch", { name: "Run “Be brief”" }).press("Space");
  await expect(page.getByRole("switch", { name: "Run “Be brief”" })).toBeChecked();

  const chat = new ChatPage(page);
  await chat.openNew();
  await page.getByRole("button", { name: "Be brief", exact: true }).click();
  await chat.exchange("Why is the sky blue?");
  await expect(chat.answerText).toHaveText("You said: Why is the sky blue?");
  const asked = models.requests().findLast(({ code }) => code === "echo");
  expect(asked?.body).toMatchObject({
    messages: [
      { role: "system", content: "Answer in at most 2 sentences." },
      { role: "user", content: "Why is the sky blue?" },
    ],
  });
  const details = await chat.details(chat.answer);
  await expect(details.getByTestId("trace")).toContainText("Be brief, before it was sent");

  await functions.visit("Be brief");
  await functions.part("Try it");
  await page.getByText("A message of yours").click();
  const chats = page.getByRole("combobox", { name: "Chat" });
  const message = page.getByRole("combobox", { name: "Message" });
  // The list closes when the page scrolls below it, as it may when the field is reached; then it is opened again.
  await expect(async () => {
    await chats.press("ArrowDown");
    await expect(chats).toHaveAttribute("aria-activedescendant", /./, { timeout: 1_000 });
    await chats.press("Enter");
    await expect(message).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 15_000 });
  await message.press("ArrowDown");
  await expect(page.getByRole("option").first()).toContainText("Answer: You said");
  await message.fill("You: Why");
  await expect(page.getByRole("option")).toHaveText(["You: Why is the sky blue?"]);
  await message.press("ArrowDown");
  await message.press("Enter");
  await expect(await functions.tried()).toContainText("Answer in at most 2 sentences.");
  await functions.open();
  await expect(functions.row("Be brief")).toContainText("all models");
  await expect(functions.row("Be brief")).toContainText("On");
});

test("what is wrong with a source is shown where it is, and earlier versions come back", async ({
  newBrowser,
  installation: { admin },
}) => {
  await admin.client.functions.create.mutate({ source: beBrief });
  const page = await newBrowser(admin);
  const functions = new FunctionsPage(page);
  await functions.visit("Be brief");
  await functions.write(broken);
  await functions.editor.press("ControlOrMeta+s");
  const problem = page.getByRole("alert").filter({ hasText: /Line 5/ });
  await expect(problem).toBeVisible({ timeout: 30_000 });
  await expect(functions.editor).toBeFocused();
  await expect(page.locator(".cm-activeLine")).toHaveText("  inlet(given) {");
  await problem.getByRole("button", { name: "Go to line 5" }).click();
  await expect(functions.editor).toBeFocused();

  await page.getByRole("link", { name: "All functions" }).click();
  const leaving = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await leaving.getByRole("button", { name: "Leave" }).click();
  await expect(functions.row("Be brief")).toContainText("Not saved yet: source");
  await functions.visit("Be brief");
  await expect(functions.editor).toContainText("inlet(given)");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(functions.editor).toContainText("console.log");
  await expect(functions.save).toBeDisabled();

  await functions.write(beBrief.replace("asked for", "wished for"));
  await functions.save.click();
  await expect(page.getByText("· version 2")).toBeVisible({ timeout: 30_000 });
  await functions.part("Versions");
  await page.getByRole("button", { name: "Compare version 1" }).click();
  await expect(page.getByText("Version 1, and what was changed since")).toBeVisible();
  await expect(page.locator(".cm-deletedChunk")).toContainText("asked for");
  await expect(page.locator(".cm-changedLine")).toContainText("wished for");
  await page.getByRole("button", { name: "Back to the editor" }).click();
  await page.getByRole("button", { name: "Roll back to version 1" }).click();
  const asking = page.getByRole("alertdialog", { name: "Roll back to version 1?" });
  await asking.getByRole("button", { name: "Roll back" }).click();
  await expect(page.getByText("· version 3")).toBeVisible({ timeout: 30_000 });
  await expect(functions.editor).toContainText("asked for");
});

test("valves of every kind are set, and a secret is never shown again", async ({
  newBrowser,
  installation: { admin },
}) => {
  const { id } = await admin.client.functions.create.mutate({ source: manyValves });
  const page = await newBrowser(admin);
  const functions = new FunctionsPage(page);
  await functions.visit("Many valves");
  await functions.part("Permissions");
  await expect(page.getByText("Ask these servers: api.example.com")).toBeVisible();
  await expect(page.getByText("Ask any model that the person who asked may use")).toBeVisible();
  await expect(page.getByText("who asked: id, name")).toBeVisible();
  await functions.part("Settings");
  await expect(page.getByLabel("word", { exact: true })).toHaveValue("Rosebud");
  await expect(page.getByLabel("note")).toHaveValue("One\ntwo");
  await page.getByLabel("token").fill("s3cret");
  await page.getByLabel("share").fill("7");
  await page.getByRole("switch", { name: "strict" }).press("Space");
  await page.getByLabel("words").fill("a\nb");
  const voice = page.getByRole("combobox", { name: "voice" });
  await voice.fill("Ba");
  await expect(page.getByRole("option", { name: "Bass" })).toBeVisible();
  // A click would scroll first, and what scrolls closes a list of choices.
  await voice.press("ArrowDown");
  await voice.press("Enter");
  await expect(voice).toHaveValue("Bass");
  await page.getByRole("group", { name: "limits" }).getByLabel("hour").fill("3");
  await page.getByRole("button", { name: "Save valves" }).click();
  await expect(page.getByText("Enter at most 1.")).toBeVisible();
  await page.getByLabel("share").fill("0.25");
  await page.getByRole("button", { name: "Save valves" }).click();
  await expect(page.getByText("Set. It is never shown again.")).toBeVisible();
  const stored = await admin.client.functions.valves.query({ id });
  expect(stored).toMatchObject({
    values: { share: 0.25, strict: true, words: ["a", "b"], voice: "Bass", limits: { hour: 3 } },
    secretsSet: ["token"],
  });
  expect(JSON.stringify(stored)).not.toContain("s3cret");

  await functions.part("Try it");
  await expect(await functions.tried()).toContainText('"token":6');
  await expect(functions.log).toContainText('"voice":"Bass"');
  await functions.part("Settings");
  await page.getByRole("button", { name: "Take away token" }).click();
  await expect(page.getByText("It will be taken away when you save.")).toBeVisible();
  await page.getByRole("button", { name: "Save valves" }).click();
  await expect(page.getByRole("textbox", { name: "token" })).toHaveValue("");
  const after = await admin.client.functions.valves.query({ id });
  expect(after.secretsSet).toEqual([]);

  await page.getByRole("checkbox", { name: "scripted-small" }).first().check();
  await expect
    .poll(async () => {
      const models = await admin.client.models.manage.query();
      return models.find(({ info }) => info.id === "scripted-small")?.definition?.meta;
    })
    .toMatchObject({ filterIds: [id] });
  await page.getByRole("checkbox", { name: "scripted-small" }).first().uncheck();
  await expect
    .poll(async () => {
      const models = await admin.client.models.manage.query();
      return models.find(({ info }) => info.id === "scripted-small")?.definition?.meta;
    })
    .toEqual({});
  await admin.client.models.remove.mutate({ id: "scripted-small" });
});

test("functions are exported and imported, as JSON and as files", async ({
  newBrowser,
  installation: { admin },
}, testInfo) => {
  await admin.client.functions.create.mutate({ source: beBrief });
  const page = await newBrowser(admin);
  const functions = new FunctionsPage(page);
  await functions.open();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "All as one JSON file" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("functions.json");
  const exported = testInfo.outputPath("functions.json");
  await download.saveAs(exported);
  const found: unknown = JSON.parse(await readFile(exported, "utf8"));
  expect(found).toMatchObject({ functions: [{ id: "be-brief", source: beBrief }] });

  await functions.visit("Be brief");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  const asking = page.getByRole("alertdialog", { name: "Remove “Be brief”?" });
  await asking.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("heading", { name: "No functions yet" })).toBeVisible();

  const source = testInfo.outputPath("Short Answers.ts");
  await writeFile(source, beBrief.replace("Be brief", "Short answers"));
  const wrong = testInfo.outputPath("wrong.json");
  await writeFile(wrong, "{}");
  const picking = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Import" }).click();
  await (await picking).setFiles([exported, source, wrong]);
  const failed = page.getByRole("dialog", { name: "Some could not be imported" });
  await expect(failed).toContainText("wrong.json: This is not an export of functions.");
  await failed.getByRole("button", { name: "Close" }).click();
  await expect(functions.row("Be brief")).toContainText("Off");
  await expect(functions.row("Short answers")).toContainText("short-answers");
  await page.getByRole("searchbox", { name: "Find a function" }).fill("short-answers");
  await expect(functions.row("Be brief")).toBeHidden();
  await expect(functions.row("Short answers")).toBeVisible();
});
