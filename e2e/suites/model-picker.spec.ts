import { expect, test } from "../fixtures/test.ts";

test("50: the picker opens by click and by Ctrl+Shift+M with the search focused; arrows, Enter, Escape and a click outside do what they should", async ({
  chat,
  page,
}) => {
  await page.goto("/");
  await chat.picker.click();
  await expect(chat.modelSearch).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(chat.modelSearch).toBeHidden();
  await expect(chat.picker).toBeFocused();

  await page.keyboard.press("Control+Shift+M");
  await expect(chat.modelSearch).toBeFocused();
  await page.mouse.click(640, 700);
  await expect(chat.modelSearch).toBeHidden();

  await page.keyboard.press("Control+Shift+M");
  await chat.modelSearch.fill("scripted-");
  await expect(chat.modelOptions).toHaveCount(4);
  const second = await chat.modelOptions.nth(1).getAttribute("data-model");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(chat.modelSearch).toBeHidden();
  await chat.expectModel(second ?? "none");
});

test("50: a search without a match says so", async ({ chat }) => {
  await chat.page.goto("/");
  await chat.picker.click();
  await expect(chat.modelOptions.first()).toBeVisible();
  await chat.modelSearch.fill("no model is called this");
  await expect(chat.modelOptions).toHaveCount(0);
  await expect(chat.modelPopup).toContainText("No model is called like that.");
});

test("51: models are grouped by connection, and long names do not break the layout", async ({
  chat,
  page,
  connect,
}) => {
  await connect({
    name: "A connection with a name that goes on and on so that it can not fit into any popup at all",
    prefix: "a-prefix-of-thirty-two-character",
  });
  await page.goto("/");
  await chat.picker.click();
  for (const name of [/^Scripted$/, /Scripted Ollama/, /Puppet/, /Functions/, /goes on and on/]) {
    await expect(chat.modelPopup.getByRole("group", { name })).toHaveCount(1);
  }
  const scripted = chat.modelPopup.getByRole("group", { name: /^Scripted$/ });
  await expect(scripted.getByRole("option")).toHaveText([/scripted-small/, /scripted-large/]);
  const long = chat.modelOptions.filter({ hasText: "scripted-large" }).last();
  expect(await chat.overflows(chat.modelPopup)).toBe(false);
  await long.click();
  await chat.expectModel("a-prefix-of-thirty-two-character.scripted-large");
  expect(await chat.overflows(page.locator("html"))).toBe(false);
  await expect(chat.composer).toBeInViewport({ ratio: 1 });
});

test("models that are called the same are told apart by their connection, in the closed picker too", async ({
  chat,
}) => {
  await chat.openNew("demo-echo");
  await expect(chat.picker).toHaveText("Demo: echo");
  await chat.choose("scripted-large");
  await expect(chat.picker).toHaveAccessibleName("Model: scripted-large Scripted");
  await expect(chat.picker).toHaveText(/scripted-large\s*Scripted$/);
  await chat.choose("ollama.scripted-large:latest");
  await expect(chat.picker).toHaveAccessibleName("Model: scripted-large Scripted Ollama");
});

test("52: the chosen model persists per chat, and a new chat takes the last used", async ({
  chat,
  page,
}) => {
  await chat.openNew("scripted-large");
  await chat.exchange("With the large one");
  const address = page.url();
  await chat.newChat.click();
  await chat.expectModel("scripted-large");
  await chat.choose("demo-echo");
  await chat.exchange("With the echo");
  await page.goto(address);
  await chat.expectModel("scripted-large");
  await page.goto("/");
  await chat.expectModel("demo-echo");
});

test("53: a dead connection delays neither page nor list, is shown as unavailable with the reason, and comes back by itself", async ({
  chat,
  page,
  installation,
  connect,
}) => {
  const own = await connect({ name: "Shaky", prefix: "shaky" });
  const { client } = installation.admin;
  own.models.down(true);
  await client.connections.check.mutate({ id: own.id });
  await page.goto("/");
  await chat.picker.click();
  await expect(chat.modelPopup).toContainText("Shaky");
  await expect(chat.modelPopup).toContainText(/scripted-small is unavailable: Shaky at .{10}/);
  await expect(chat.modelPopup.locator('[data-model="scripted-small"]')).toBeVisible();
  own.models.down(false);
  await client.connections.check.mutate({ id: own.id });
  await expect(chat.modelPopup.locator('[data-model="shaky.scripted-small"]')).toBeEnabled();
});

test("54: a chat whose model is gone still opens, shows the old name, and asks for another on send", async ({
  chat,
  page,
  connect,
}) => {
  const own = await connect({ name: "Fleeting", prefix: "fleeting" });
  await chat.openNew("fleeting.scripted-small");
  await chat.exchange("Remember me");
  await own.remove();
  await page.reload();
  await expect(chat.answer).toContainText("You said: Remember me");
  await expect(chat.picker).toContainText("fleeting.scripted-small");
  await chat.ask("Are you still there?");
  await expect(chat.modelPopup).toContainText("Choose another model to go on");
  await expect(chat.composer).toHaveValue("Are you still there?");
  await expect(chat.questions).toHaveCount(1);
  await chat.modelPopup.locator('[data-model="scripted-large"]').click();
  await chat.composer.press("Enter");
  await expect(chat.answer).toContainText("You said: Are you still there?");
});
