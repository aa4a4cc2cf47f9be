import { z } from "zod";
import { expectNoViolations } from "../fixtures/axe.ts";
import { ChatPage } from "../fixtures/chat-page.ts";
import { signUpPerson, withRestarts } from "../fixtures/installation.ts";
import { ModelsPage } from "../fixtures/models-page.ts";
import { enter, expect, test } from "../fixtures/test.ts";
import { addConnection } from "../harness/index.ts";
import { startModelServer } from "../model-server/index.ts";
import { filter } from "../pipelines-server/plugin.ts";
import { startPipelinesServer } from "../pipelines-server/server.ts";

const asked = z.looseObject({ messages: z.array(z.looseObject({ content: z.string() })) });

test("a preset with a pipelines filter is set up, its valves set, its change seen, and all found again after a restart", async ({
  browser,
}) => {
  // It starts a Parley of its own, twice.
  test.setTimeout(120_000);
  const models = await startModelServer();
  const pipelines = await startPipelinesServer([
    filter("polite", {
      name: "Polite",
      pipelines: [],
      valves: { word: "please" },
      properties: { word: { title: "Word", type: "string" } },
      inlet(body) {
        const { messages } = asked.parse(body);
        const word = pipelines.plugins[0]?.valves?.word ?? "";
        const changed = messages.map((one) => ({ ...one, content: `${one.content} ${word}` }));
        return { ...body, messages: z.array(z.record(z.string(), z.json())).parse(changed) };
      },
    }),
  ]);
  await withRestarts(async ({ start }) => {
    const { url } = await start();
    const admin = await signUpPerson(url, "Ada");
    await addConnection(url, admin.session, {
      ...{ kind: "openai", name: "Scripted", baseUrl: `${models.url}/v1` },
    });
    const context = await browser.newContext({ baseURL: url });
    await enter(context, admin.session, url);
    const page = await context.newPage();
    await page.goto("/admin/connections");
    await page.getByRole("button", { name: "Add connection" }).click();
    const adding = page.getByRole("dialog", { name: "Add connection" });
    await adding.getByLabel("Name", { exact: true }).fill("House rules");
    await adding.getByLabel("Address").fill(pipelines.url);
    await adding.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("row").filter({ hasText: "House rules" })).toContainText("Working");

    const admins = new ModelsPage(page);
    await admins.open();
    const preset = await admins.begin("New preset");
    await preset.getByLabel("Name", { exact: true }).fill("Butler");
    await admins.pick(preset.getByRole("combobox", { name: "Base model" }), "scripted-small");
    await preset.getByRole("button", { name: "Create" }).click();
    await expect(admins.row("butler")).toContainText("Available");

    await page.goto("/admin/connections");
    await page.getByRole("button", { name: "Edit “House rules”" }).click();
    const panel = page.getByRole("dialog", { name: "House rules" });
    await expect(panel.getByText("Filter for no model · priority 0")).toBeVisible();
    await panel.getByRole("button", { name: "Valves of Polite" }).click();
    await panel.getByLabel("Priority").fill("soon");
    const save = panel.getByRole("button", { name: "Save the valves of Polite" });
    await save.click();
    await expect(panel.getByText("Not a whole number.")).toBeVisible();
    await expectNoViolations(page, "valves with a problem");
    await panel.getByLabel("Priority").fill("3");
    await panel.getByLabel("Pipelines").fill("butler");
    await panel.getByLabel("Word").fill("kindly");
    await save.click();
    await expect(panel.getByText("Filter for butler · priority 3")).toBeVisible();
    expect(pipelines.plugins[0]?.valves).toMatchObject({ pipelines: ["butler"], word: "kindly" });

    const chat = new ChatPage(page);
    const seeChange = async (question: string) => {
      await chat.exchange(question);
      await expect(chat.answerText).toHaveText(`You said: ${question} kindly`);
      await chat.details(chat.answer);
      const trace = page.getByTestId("trace");
      await expect(trace).toContainText("Polite, before it was sent");
      await expect(trace.locator("del")).toHaveText(question);
      await expect(trace.locator("ins")).toHaveText(`${question} kindly`);
    };
    await chat.openNew("butler");
    await seeChange("Bring tea");
    await expectNoViolations(page, "a filter's change");

    const again = await start();
    await expect.poll(async () => (await fetch(`${again.url}/api/health`)).status).toBe(200);
    await page.goto(`${again.url}/?model=butler`);
    await chat.expectModel("butler");
    await seeChange("Bring milk");
    await context.close();
  });
  await pipelines.stop();
  await models.stop();
});
