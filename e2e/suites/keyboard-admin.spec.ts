import { ChatPage } from "../fixtures/chat-page.ts";
import { answerQuestion, press, retype, tabTo } from "../fixtures/keyboard.ts";
import { expect, test } from "../fixtures/test.ts";

test("63: a connection is added, edited, switched and removed with the keyboard alone", async ({
  newBrowser,
  installation,
}) => {
  const page = await newBrowser(installation.admin);
  const focused = page.locator(":focus");
  await page.goto("/");
  await expect(new ChatPage(page).composer).toBeFocused();
  await press(page, /button "Account of/);
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.type("Adm");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/admin/connections");
  await expect(page.getByRole("heading", { name: "Connections" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Back to the chat" })).toBeFocused();

  const add = page.getByRole("button", { name: "Add connection" });
  const adding = page.getByRole("dialog", { name: "Add connection" });
  await press(page, /button "Add connection"/);
  await expect(adding).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(add).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(adding).toBeFocused();
  await tabTo(page, /radio "OpenAI-compatible/);
  await page.keyboard.press("ArrowDown");
  await expect(adding.getByRole("radio", { name: /^Ollama/ })).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await tabTo(page, /textbox "Name"/);
  await page.keyboard.type("Workshop");
  await page.keyboard.press("Tab");
  await page.keyboard.type(`${installation.models.url}/v1`);
  await page.keyboard.press("Tab");
  await page.keyboard.type("sk-workshop");
  await tabTo(page, /textbox "Prefix"/);
  await page.keyboard.type("shop");
  await tabTo(page, /textbox "Weight"/);
  await retype(page, "2");
  await press(page, /button "Check"/);
  await expect(adding.getByText(/It answers in \d+ ms with 2 models/)).toBeVisible();
  await expect(adding.getByRole("button", { name: "Check" })).toBeFocused();
  await press(page, /button "Add"/);
  await expect(adding).toBeHidden();
  await expect(add).toBeFocused();

  const workshop = page.getByRole("dialog", { name: "Workshop" });
  await press(page, /button "Edit “Workshop”"/);
  await expect(workshop).toBeFocused();
  await tabTo(page, /textbox "Name"/);
  await retype(page, "Something else");
  await press(page, /button "Discard changes"/);
  await expect(workshop.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(focused).toHaveValue("Workshop");
  await retype(page, "Workbench");
  await press(page, /button "Replace the key"/);
  await expect(workshop.getByLabel("API key", { exact: true })).toBeFocused();
  await press(page, /button "Keep the stored key"/);
  await expect(workshop.getByRole("button", { name: "Replace the key" })).toBeFocused();
  await press(page, /button "Remove the key"/);
  await expect(workshop.getByRole("button", { name: "Keep the stored key" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(workshop.getByRole("button", { name: "Remove the key" })).toBeFocused();
  await press(page, /button "Save"/);
  await expect(workshop).toBeHidden();
  await expect(page.getByRole("button", { name: "Edit “Workbench”" })).toBeFocused();

  const row = page.getByRole("row").filter({ hasText: "Workbench" });
  await page.keyboard.press("Tab");
  await expect(row.getByRole("switch")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(row).toContainText("Off");
  await page.keyboard.press("Space");
  await expect(row).toContainText("Working");
  await expect(row.getByRole("switch")).toBeFocused();

  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  const workbench = page.getByRole("dialog", { name: "Workbench" });
  await expect(workbench).toBeFocused();
  await tabTo(page, /button "Remove connection"/);
  const remove = workbench.getByRole("button", { name: "Remove connection" });
  await answerQuestion(remove, "Remove “Workbench”?", "Remove");
  await expect(row).toHaveCount(0);
  await expect(focused).toHaveAccessibleName(/^Edit “/);
});

test("63: people are let in, turned away, given a role and removed with the keyboard alone", async ({
  newBrowser,
  installation,
}) => {
  const { admin, newPending } = installation;
  const { people } = admin.client;
  // Nobody else from other tests, so that it is known who is next.
  for (const { id: userId } of await people.list.query())
    if (userId !== admin.session.userId) await people.remove.mutate({ userId });
  for (const name of ["Paula", "Quinn", "Rosa"]) await newPending(name);
  const page = await newBrowser(admin);
  await page.goto("/admin/people");

  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const waiting = page.getByRole("region", { name: /Waiting for you/ }).getByRole("listitem");
  await expect(waiting).toHaveCount(3);
  await tabTo(page, /button "Let in/);
  const [first = "", second = "", third = ""] = await waiting
    .getByRole("button", { name: /^Let in/ })
    .evaluateAll((all) => all.map((one) => one.ariaLabel?.replace("Let in ", "") ?? ""));
  await expect(button(`Let in ${first}`)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(waiting).toHaveCount(2);
  await expect(button(`Let in ${second}`)).toBeFocused();

  await page.keyboard.press("Shift+Tab");
  await answerQuestion(button(`Turn away ${second}`), `Turn ${second} away?`, "Turn away");
  await expect(waiting).toHaveCount(1);
  await expect(button(`Turn away ${third}`)).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(waiting).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "People" })).toBeFocused();

  await press(page, new RegExp(`button ".*Role of ${first}"`));
  await expect(page.getByRole("option", { name: "Member" })).toBeFocused();
  await page.keyboard.type("Adm");
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${first} is now Admin.`)).toBeVisible();
  await expect(page.getByRole("button", { name: `Role of ${first}` })).toBeFocused();

  await page.keyboard.press("Tab");
  await expect(button(`Models that ${first} can use`)).toBeFocused();
  await page.keyboard.press("Tab");
  await answerQuestion(button(`Remove ${first}`), `Remove ${first}?`, "Remove");
  await expect(button(`Remove ${first}`)).toHaveCount(0);
  await expect(button(`Remove ${third}`)).toBeFocused();
  await answerQuestion(button(`Remove ${third}`), `Remove ${third}?`, "Remove");
  await expect(page.getByRole("heading", { name: "People" })).toBeFocused();
});

test("63: the server's settings are changed with the keyboard alone", async ({
  newBrowser,
  installation,
}) => {
  const { settings } = installation.admin.client;
  // What Parley itself notes there is nothing that a page sets.
  const { knownFilters: _k, offeredFunctions: _o, ...before } = await settings.get.query();
  const stored = async () => {
    const { signUp, demoModels, titleGeneration, titleModel } = await settings.get.query();
    return { signUp, demoModels, titleGeneration, titleModel };
  };
  try {
    await settings.set.mutate({ titleGeneration: true });
    const start = await stored();
    const page = await newBrowser(installation.admin);
    await page.goto("/admin/connections");
    await press(page, /link "Server"/);
    await expect(page).toHaveURL("/admin/settings");
    await expect(page.getByRole("link", { name: "Server" })).toBeFocused();
    await expect(page.getByRole("switch").first()).toBeEnabled();

    await tabTo(page, /radio "They can start at once/);
    await page.keyboard.press("ArrowUp");
    await expect.poll(stored).toEqual({ ...start, signUp: "approve" });
    await page.keyboard.press("ArrowDown");
    await expect.poll(stored).toEqual(start);
    for (const [name, setting] of [
      ["Offer demonstration models", "demoModels"],
      ["Let a model name new chats", "titleGeneration"],
    ] as const) {
      await tabTo(page, new RegExp(`switch "${name}`));
      await page.keyboard.press("Space");
      await expect.poll(stored).toEqual({ ...start, [setting]: !start[setting] });
      await page.keyboard.press("Space");
      await expect.poll(stored).toEqual(start);
      await expect(page.getByRole("switch", { name })).toBeFocused();
    }
    await press(page, /button ".*Model for these tasks/);
    await expect(page.getByRole("listbox")).toBeVisible();
    await page.keyboard.type("scripted-large");
    await page.keyboard.press("Enter");
    await expect.poll(stored).toEqual({ ...start, titleModel: "scripted-large" });
    const model = page.getByRole("button", { name: /Model for these tasks/ });
    await expect(model).toBeFocused();
    await expect(model).toContainText("scripted-large");
  } finally {
    await settings.set.mutate(before);
  }
});
