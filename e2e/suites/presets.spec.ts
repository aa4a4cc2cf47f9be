import { z } from "zod";
import { forgetDecisions } from "../fixtures/installation.ts";
import { ModelsPage } from "../fixtures/models-page.ts";
import { expect, test } from "../fixtures/test.ts";
import { createApiKey } from "../harness/index.ts";

const sent = z.looseObject({
  model: z.string(),
  temperature: z.number().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});

test.afterEach(async ({ installation }) => forgetDecisions(installation));

test("a preset's prompt and its locked parameter reach the upstream, whatever a request says", async ({
  newBrowser,
  installation,
  chat,
  page,
  person,
}) => {
  const { models, url } = installation;
  const lastSent = () =>
    sent.parse(models.requests().findLast(({ code }) => code === "echo")?.body);
  const admins = new ModelsPage(await newBrowser(installation.admin));
  await admins.open();
  const panel = await admins.begin("New preset");
  await panel.getByLabel("Name", { exact: true }).fill("Strict tutor");
  const id = panel.getByLabel("Id", { exact: true });
  await expect(id).toHaveValue("strict-tutor");
  await id.fill("tutor");
  await admins.pick(
    panel.getByRole("combobox", { name: "Base model" }),
    "scripted-small",
    /^scripted-small$/,
  );
  await admins.part(panel, "Behaviour");
  await panel.getByLabel("System prompt", { exact: true }).fill("You teach {{USER_NAME}}.");
  await panel.getByRole("textbox", { name: "Temperature" }).fill("9");
  await panel.getByRole("button", { name: "Create" }).click();
  await expect(panel.getByText("Not a number in this range.")).toBeVisible();
  await panel.getByRole("textbox", { name: "Temperature" }).fill("0.2");
  await panel.getByRole("button", { name: "Lock Temperature" }).click();
  await admins.part(panel, "Start");
  await panel.getByRole("button", { name: "Add a starter prompt" }).click();
  await panel.getByRole("textbox", { name: "Starter prompt 1" }).fill("Test me on leases.");
  await panel.getByRole("button", { name: "Create" }).click();
  await expect(panel).toBeHidden();
  await expect(admins.row("tutor")).toContainText("scripted-small");

  await page.goto("/");
  await chat.picker.click();
  const group = chat.modelPopup.getByRole("group", { name: "Presets" });
  await group.getByRole("option", { name: "Strict tutor" }).click();
  await expect(chat.starters.getByRole("button")).toHaveText(["Test me on leases."]);
  await chat.starters.getByRole("button").click();
  await chat.settled();
  await expect(chat.answer).toContainText("Strict tutor");
  expect(lastSent()).toMatchObject({
    model: "scripted-small",
    temperature: 0.2,
    messages: [
      { role: "system", content: "You teach Bea." },
      { role: "user", content: "Test me on leases." },
    ],
  });
  await chat.details(chat.answer);
  const trace = page.getByTestId("trace");
  await expect(trace).toContainText("By Strict tutor");
  await expect(trace).toContainText("A system prompt was added.");
  await expect(trace).toContainText("temperature");

  const key = await createApiKey(url, person.session, "test");
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({
      ...{ model: "tutor", temperature: 1.9, top_p: 0.4 },
      messages: [{ role: "user", content: "By the API" }],
    }),
  });
  expect(response.status).toBe(200);
  expect(lastSent()).toMatchObject({ temperature: 0.2, top_p: 0.4 });
});

test("what was typed about a model is kept and named, and can be reset to what its connection says", async ({
  newBrowser,
  installation,
}) => {
  const page = await newBrowser(installation.admin);
  const admins = new ModelsPage(page);
  await admins.open();
  const panel = await admins.edit("puppet");
  await expect(panel.getByRole("button", { name: "Reset it" })).toHaveCount(0);
  await panel.getByLabel("Name", { exact: true }).fill("On strings");
  await admins.part(panel, "Access");
  await panel.getByText("Only admins", { exact: true }).click();
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(admins.row("puppet")).toContainText("Not saved yet: Name, Access");
  await admins.edit("puppet");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(admins.row("puppet")).toContainText("On strings");
  await expect(admins.row("puppet")).toContainText("admins");

  const named = await admins.edit("On strings");
  await named.getByRole("button", { name: "Reset it" }).click();
  const question = page.getByRole("alertdialog", { name: "Reset “On strings”?" });
  await question.getByRole("button", { name: "Reset" }).click();
  await expect(admins.row("puppet")).not.toContainText("On strings");
  await expect(admins.row("puppet")).toContainText("everyone, by default");
});

test("a preset cannot stand on itself, and the search and the kinds find what they should", async ({
  newBrowser,
  installation,
}) => {
  const { client } = installation.admin;
  for (const [id, baseModelId] of [
    ["first", "scripted-small"],
    ["second", "first"],
  ] as const) {
    await client.models.create.mutate({ kind: "preset", id, name: id, baseModelId });
  }
  const page = await newBrowser(installation.admin);
  const admins = new ModelsPage(page);
  await admins.open();
  const panel = await admins.edit("first");
  await admins.pick(panel.getByRole("combobox", { name: "Base model" }), "second");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByRole("alert")).toContainText("A preset can't stand on itself.");
  await panel.getByRole("button", { name: "Discard changes" }).click();
  await panel.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "Kind of model" }).click();
  await page.getByRole("option", { name: "Presets" }).click();
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.getByRole("searchbox", { name: "Find a model" }).fill("sec");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Find a model" }).fill("nothing like it");
  await expect(page.getByText("No model is called like that.")).toBeVisible();
});
