import { z } from "zod";
import { ChatPage } from "../fixtures/chat-page.ts";
import { forgetDecisions, signUpPerson, withRestarts } from "../fixtures/installation.ts";
import { ModelsPage } from "../fixtures/models-page.ts";
import { enter, expect, test } from "../fixtures/test.ts";
import { addConnection, trpc } from "../harness/index.ts";
import { startModelServer } from "../model-server/index.ts";

test.afterEach(async ({ installation }) => forgetDecisions(installation));

test("an arena is set up, used, revealed after rating, and found again after a restart", async ({
  browser,
}) => {
  // It starts a Parley of its own, twice.
  test.setTimeout(120_000);
  const models = await startModelServer();
  await withRestarts(async ({ start }) => {
    const { url } = await start();
    const admin = await signUpPerson(url, "Ada");
    await addConnection(url, admin.session, {
      ...{ kind: "openai", name: "Scripted", baseUrl: `${models.url}/v1` },
    });
    const context = await browser.newContext({ baseURL: url });
    await enter(context, admin.session, url);
    const page = await context.newPage();

    const admins = new ModelsPage(page);
    await admins.open();
    const panel = await admins.begin("New arena");
    await panel.getByLabel("Name", { exact: true }).fill("The Pit");
    await expect(panel.getByLabel("Id", { exact: true })).toHaveValue("the-pit");
    await panel.getByRole("button", { name: "Create" }).click();
    await expect(panel.getByText("Choose at least one member.")).toBeVisible();
    await expect(panel.getByRole("tab", { name: "Members" })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await panel.getByRole("checkbox", { name: "scripted-small" }).check();
    await panel.getByRole("checkbox", { name: "scripted-large" }).check();
    await expect(panel.getByTestId("eligible")).toContainText("2 of 2 can be chosen.");
    await admins.part(panel, "Rules");
    await expect.poll(() => admins.rolls(panel)).toHaveLength(2);
    const rolled = await admins.rolls(panel);
    expect(rolled.reduce((sum, count) => sum + count, 0)).toBe(1_000);
    await panel.getByRole("button", { name: "Create" }).click();
    await expect(panel).toBeHidden();
    await expect(admins.row("the-pit")).toContainText("Available");

    const chat = new ChatPage(page);
    await page.goto("/");
    await chat.picker.click();
    const group = chat.modelPopup.getByRole("group", { name: "Arenas" });
    await group.getByRole("option", { name: "The Pit" }).click();
    await chat.exchange("Who are you?");
    const asked = models.requests().findLast(({ code }) => code === "echo");
    const { model: picked } = z.object({ model: z.string() }).parse(asked?.body);
    await expect(chat.answer).toContainText("The Pit");
    await expect(chat.answer).not.toContainText("picked");
    const chatId = chat.chatId();
    const untold = await admin.client.chats.open.query({ chatId });
    expect(JSON.stringify(untold)).not.toMatch(/scripted-/);
    await chat.details(chat.answer);
    await expect(page.getByTestId("trace")).toHaveCount(0);

    const good = chat.answer.getByRole("button", { name: "Good answer" });
    await good.click();
    await expect(chat.answer).toContainText(`picked ${picked} by The Pit`);
    await expect(good).toHaveAttribute("aria-pressed", "true");
    const trace = page.getByTestId("trace");
    await expect(trace).toContainText(`The Pit picked ${picked}`);
    await expect(trace).toContainText("From 2 candidates, each equally often");
    await expect(trace).toContainText("Scripted took it");

    const again = await start();
    await page.goto(`${again.url}/c/${chatId}`);
    await expect(chat.answer).toContainText(`picked ${picked} by The Pit`);
    await chat.expectModel("the-pit");
    await chat.exchange("And after the restart?");
    await expect(chat.answer).toContainText("The Pit");
    await page.goto(`${again.url}/admin/models`);
    await expect(admins.row("the-pit")).toContainText("2 members");
    expect((await trpc(again.url, admin.session).models.list.query()).models).toContainEqual(
      expect.objectContaining({ id: "the-pit", kind: "arena", available: true }),
    );
    await context.close();
  });
  await models.stop();
});

test("an arena's panel says for whom each member is eligible, and why the others are passed over", async ({
  newBrowser,
  installation,
  person,
}) => {
  const { client } = installation.admin;
  await client.models.create.mutate({
    ...{ kind: "upstream", id: "scripted-large", grants: [] },
  });
  const page = await newBrowser(installation.admin);
  const admins = new ModelsPage(page);
  await admins.open();
  const panel = await admins.begin("New arena");
  await admins.part(panel, "Members");
  for (const name of ["scripted-small", "scripted-large"]) {
    await panel.getByRole("searchbox", { name: "Find a model" }).fill(name);
    await panel.getByRole("checkbox", { name: new RegExp(`^${name}$`) }).check();
  }
  const eligible = panel.getByTestId("eligible");
  await expect(eligible).toContainText("2 of 2 can be chosen.");
  await admins.pick(eligible.getByRole("combobox", { name: "For" }), person.email, /Bea/);
  await expect(eligible).toContainText("1 of 2 can be chosen.");
  await expect(eligible.getByRole("list", { name: "Passed over" })).toContainText(
    "scripted-large · not open to Bea",
  );
  await admins.part(panel, "Rules");
  await expect(panel.getByTestId("rolls")).toContainText("1,000, expected 1,000");
  await panel.getByText("By weight").click();
  await panel.getByRole("textbox", { name: "Weight of scripted-small" }).fill("0");
  await expect(panel.getByTestId("rolls")).toContainText("None of 2 can be chosen.");
});

test("an arena by weight rolls what its weights say", async ({ newBrowser, installation }) => {
  const page = await newBrowser(installation.admin);
  const { client } = installation.admin;
  await client.models.create.mutate({
    ...{ kind: "arena", id: "pit", name: "Pit" },
    arena: {
      ...{ modelIds: ["scripted-small", "scripted-large"], strategy: "weighted" },
      weights: { "scripted-small": 3 },
    },
  });
  const admins = new ModelsPage(page);
  await admins.open();
  const panel = await admins.edit("Pit");
  await admins.part(panel, "Rules");
  const rolls = panel.getByTestId("rolls");
  await expect(rolls).toContainText("expected 750");
  await expect(rolls).toContainText("expected 250");
  const [small = 0] = await admins.rolls(panel);
  // Ten standard deviations: a fair die leaves them once in more rolls than anybody makes.
  expect(Math.abs(small - 750)).toBeLessThan(140);
  // One time in fifty, a thousand rolls come out as the thousand before.
  await expect(async () => {
    await rolls.getByRole("button", { name: "Roll again" }).click();
    await expect
      .poll(async () => (await admins.rolls(panel))[0], { timeout: 2_000 })
      .not.toBe(small);
  }).toPass();
});
