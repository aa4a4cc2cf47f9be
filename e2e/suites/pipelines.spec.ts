import { expectNoViolations } from "../fixtures/axe.ts";
import { ChatPage } from "../fixtures/chat-page.ts";
import { signUpPerson, withRestarts } from "../fixtures/installation.ts";
import { press, retype, tabTo } from "../fixtures/keyboard.ts";
import { redact } from "../fixtures/redact.ts";
import { enter, expect, test } from "../fixtures/test.ts";
import { addConnection, createApiKey, trpc } from "../harness/index.ts";
import { startModelServer } from "../model-server/index.ts";
import { startPipelinesServer } from "../pipelines-server/index.ts";

const preset = {
  kind: "preset" as const,
  id: "brief",
  name: "Brief",
  baseModelId: "scripted-small",
  system: "Be brief.",
};

test("a filter put before a preset changes a question and its answer, refuses, is tuned, and is there after a restart", async ({
  browser,
}) => {
  // It starts a Parley of its own, twice.
  test.setTimeout(180_000);
  const models = await startModelServer();
  const pipelines = await startPipelinesServer([redact]);
  await withRestarts(async ({ start }) => {
    const { url } = await start();
    const admin = await signUpPerson(url, "Ada");
    await addConnection(url, admin.session, {
      ...{ kind: "openai", name: "Scripted", baseUrl: `${models.url}/v1` },
    });
    await admin.client.models.create.mutate(preset);
    const context = await browser.newContext({ baseURL: url });
    await enter(context, admin.session, url);
    const page = await context.newPage();

    await page.goto("/admin/pipelines");
    await expect(page.getByRole("heading", { name: "No pipelines yet" })).toBeVisible();
    await page.getByRole("link", { name: "Go to connections" }).click();
    await page.getByRole("button", { name: "Add connection" }).click();
    const adding = page.getByRole("dialog", { name: "Add connection" });
    await adding.getByLabel("Name", { exact: true }).fill("House rules");
    await adding.getByLabel("Address").fill(pipelines.url);
    await adding.getByLabel("API key").fill("sk-pipelines");
    await adding.getByRole("button", { name: "Add", exact: true }).click();
    await expect(adding).toBeHidden();
    await page.getByRole("link", { name: "Pipelines" }).click();
    const house = page.getByRole("region", { name: "House rules" });
    const row = house.getByRole("row").filter({ hasText: "Redact" });
    await expect(row).toContainText("brief");

    const chat = new ChatPage(page);
    await chat.openNew("brief");
    await chat.exchange("Who is Rosebud?");
    await expect(chat.answerText).toHaveText("You said: Who is [redacted]? (unsigned)");
    await expect(chat.questions.first()).toContainText("Who is Rosebud?");
    const asked = models.requests().find(({ code }) => code === "echo");
    expect(asked?.body).toMatchObject({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Who is [redacted]?" },
      ],
    });
    expect(pipelines.calls[0]).toMatchObject({
      authorization: "Bearer sk-pipelines",
      user: { name: "Ada", role: "admin" },
      body: { model: "brief", metadata: { chat_id: chat.chatId() } },
    });

    const chatId = chat.chatId();
    await page.reload();
    await expect(chat.answerText).toHaveText("You said: Who is [redacted]? (unsigned)");
    const stored = await admin.client.chats.open.query({ chatId });
    expect(stored.messages.at(-1)?.metadata).toMatchObject({
      originalContent: "You said: Who is [redacted]?",
      parley: {
        trace: {
          steps: expect.arrayContaining([
            expect.objectContaining({ name: "Redact", hook: "inlet", outcome: "changed" }),
            expect.objectContaining({ name: "Redact", hook: "outlet", outcome: "changed" }),
          ]),
        },
      },
    });

    await chat.exchange("Something forbidden");
    await expect(chat.outcome(chat.answer)).toContainText("That topic is not for this house.");
    await expect(chat.questions.last()).toContainText("Something forbidden");

    await page.goto("/admin/pipelines");
    await row.getByRole("button", { name: "Valves of Redact" }).click();
    const valves = page.getByRole("dialog", { name: "Valves of Redact" });
    await expect(valves.getByLabel("Word")).toHaveValue("Rosebud");
    await expect(valves.getByLabel("Signature")).toHaveValue("");
    await expect(valves.getByRole("switch", { name: "Strict" })).toBeChecked();
    await valves.getByLabel("Word").fill("Kane");
    await valves.getByLabel("Signature").fill("checked");
    await valves.getByRole("switch", { name: "Strict" }).press("Space");
    await valves.getByLabel("Priority").fill("first");
    await valves.getByRole("button", { name: "Save" }).click();
    await expect(valves.getByText("Enter a number.")).toBeVisible();
    await valves.getByLabel("Priority").fill("3");
    await valves.getByRole("button", { name: "Save" }).click();
    await expect(valves).toBeHidden();
    await expect(row.getByRole("cell", { name: "3", exact: true })).toBeVisible();
    expect(pipelines.plugins[0]?.valves).toEqual({
      ...{ pipelines: ["brief"], priority: 3, word: "Kane", signature: "checked" },
      ...{ strict: false, level: "low", limits: { a: 1 } },
    });

    const again = await start();
    await page.goto(`${again.url}/c/${chatId}`);
    await expect(chat.answers.first()).toContainText("Who is [redacted]? (unsigned)");
    await chat.exchange("Rosebud or Kane?");
    await expect(chat.answerText).toHaveText("You said: Rosebud or [redacted]? (checked)");
    await page.goto(`${again.url}/admin/pipelines`);
    await expect(row).toContainText("brief");

    await pipelines.stop();
    await page.goto(`${again.url}/c/${chatId}`);
    await chat.exchange("Anybody there?");
    await expect(chat.outcome(chat.answer)).toContainText(
      "The filter Redact failed, so nothing was sent on",
    );
    await page.goto(`${again.url}/admin/pipelines`);
    await house.getByText("Go on without it").click();
    const client = trpc(again.url, admin.session);
    await expect
      .poll(async () => (await client.pipelines.list.query())[0]?.whenFilterFails)
      .toBe("open");
    await page.goto(`${again.url}/c/${chatId}`);
    await chat.exchange("And now?");
    await expect(chat.answerText).toHaveText("You said: And now?");
    await context.close();
  });
  await models.stop();
});

test("clients of the API get what filters made of an answer, streamed or not", async ({
  installation: { url, admin },
  person,
}) => {
  const pipelines = await startPipelinesServer([redact]);
  const grants = [{ to: "everyone" as const, permission: "read" as const }];
  await admin.client.models.create.mutate({ ...preset, grants });
  const connection = { kind: "openai", name: "House rules", baseUrl: pipelines.url } as const;
  const { id } = await admin.client.connections.create.mutate(connection);
  await expect.poll(async () => (await admin.client.pipelines.list.query()).length).toBe(1);
  const key = await createApiKey(url, person.session, "tests");
  const ask = (content: string, stream: boolean) =>
    fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: "brief", stream, messages: [{ role: "user", content }] }),
    });
  try {
    const whole = await (await ask("Hello Rosebud", false)).json();
    expect(whole).toMatchObject({
      choices: [{ message: { content: "You said: Hello [redacted] (unsigned)" } }],
    });
    const streamed = await (await ask("Hello Rosebud", true)).text();
    expect(streamed).toContain("data: [DONE]");
    expect(streamed).not.toContain("unsigned");
    expect(pipelines.calls.map(({ hook }) => hook)).toEqual(["inlet", "outlet", "inlet", "outlet"]);
    const refused = await ask("Something forbidden", false);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      error: { code: "filter_refused", message: "That topic is not for this house." },
    });
  } finally {
    await admin.client.connections.remove.mutate({ id });
    await admin.client.models.remove.mutate({ id: "brief" });
    await pipelines.stop();
  }
});

test("63: axe finds nothing on the pipelines page, and its valves are saved with the keyboard alone", async ({
  newBrowser,
  installation: { admin },
}) => {
  const page = await newBrowser(admin);
  await page.goto("/admin/pipelines");
  await expect(page.getByRole("heading", { name: "No pipelines yet" })).toBeVisible();
  await expectNoViolations(page, "no pipelines");

  const pipe = () => "";
  const pipelines = await startPipelinesServer([
    redact,
    { type: "pipe", id: "poet", name: "Poet", pipe },
    {
      ...{ type: "manifold", id: "zoo", name: "Zoo ", pipe },
      pipelines: [{ id: "ape", name: "Ape" }],
    },
  ]);
  const connection = { kind: "openai", name: "House rules", baseUrl: pipelines.url } as const;
  const { id } = await admin.client.connections.create.mutate(connection);
  try {
    await expect(page.getByRole("row").nth(3)).toBeVisible();
    await expectNoViolations(page, "pipelines");
    const opener = page.getByRole("button", { name: "Valves of Redact" });
    const panel = page.getByRole("dialog", { name: "Valves of Redact" });
    await press(page, /button "Valves of Redact"/);
    await expect(panel.getByLabel("Word")).toBeVisible();
    await expectNoViolations(page, "valves");
    await tabTo(page, /textbox "Word"/);
    await retype(page, "Kane");
    await page.keyboard.press("Escape");
    await expect(opener).toBeFocused();
    await expect(page.getByText("Not saved yet")).toBeVisible();
    await expectNoViolations(page, "pipelines with something unsaved");
    await page.keyboard.press("Enter");
    await press(page, /button "Discard changes"/);
    await tabTo(page, /textbox "Limits"/);
    await retype(page, "{");
    await press(page, /button "Save"/);
    await expect(panel.getByText("This is not JSON.")).toBeVisible();
    await expectNoViolations(page, "valves with a problem");
    await panel.getByLabel("Limits").focus();
    await retype(page, '{"a": 2}');
    await press(page, /button "Save"/);
    await expect(panel).toBeHidden();
    await expect(opener).toBeFocused();
    expect(pipelines.plugins[0]?.valves).toMatchObject({ word: "Rosebud", limits: { a: 2 } });
  } finally {
    await admin.client.connections.remove.mutate({ id });
    await pipelines.stop();
  }
});
