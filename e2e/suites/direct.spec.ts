import { expectNoViolations } from "../fixtures/axe.ts";
import { ChatPage } from "../fixtures/chat-page.ts";
import { addEndpoint, filesWith, key, openDialog, openDirect, test } from "../fixtures/direct.ts";
import { testDatabaseUrl } from "../fixtures/environment.ts";
import { expect } from "../fixtures/test.ts";
import { storedTree } from "../fixtures/tree.ts";
import { startModelServer, textFor } from "../model-server/index.ts";

test("a person adds an endpoint, and their browser answers from it", async ({
  chat,
  page,
  endpoint,
  installation,
  person,
}) => {
  await addEndpoint(page, endpoint);
  const modelId = await openDirect(chat);
  expect(modelId).toMatch(/^direct:[\w-]+\/scripted-small$/);
  await chat.ask("E2E:manual:4");
  for (const piece of [1, 2, 3]) {
    endpoint.release();
    await expect(chat.answer).toContainText(`piece-${piece}`);
  }
  endpoint.finish();
  await chat.settled();
  await expect(chat.answerText).toHaveText(textFor("E2E:manual:4"));
  await chat.exchange("E2E:text:Once more");
  await expect(chat.answerText).toHaveText("Once more");
  await page.reload();
  await expect(chat.answerText).toHaveText("Once more");
  await chat.expectModel(modelId);
  const asked = endpoint.requests().filter(({ code }) => code !== "");
  expect(asked[0]).toMatchObject({
    path: "/v1/chat/completions",
    headers: { authorization: `Bearer ${key}`, origin: installation.url },
    body: { model: "scripted-small", stream: true },
  });
  expect(installation.models.requests().filter(({ code }) => code === "manual")).toEqual([]);
  const { messages, shown } = await storedTree(person.client, chat.chatId());
  expect(messages.get(shown[1] ?? "")).toMatchObject({ status: "done", model: modelId });
});

test("S-18: the key is in nothing that leaves the browser for the server, and nothing it keeps", async ({
  chat,
  page,
  endpoint,
  installation,
  person,
}) => {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(installation.url)) return;
    const headers = JSON.stringify(request.headers());
    sent.push(`${request.url()} ${headers} ${request.postData() ?? ""}`);
  });
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => sent.push(String(payload))),
  );
  await addEndpoint(page, endpoint);
  await openDirect(chat);
  await chat.exchange("E2E:text:Well kept");
  // An endpoint that repeats the key in its errors doesn't carry it to the server either.
  await chat.exchange(`E2E:error:401:bad key ${key.slice(0, 3)}`);
  await page.route(`${endpoint.url}/v1/chat/completions`, (route) =>
    route.fulfill({
      status: 401,
      headers: { "access-control-allow-origin": "*" },
      json: { error: { message: `Incorrect API key provided: ${key}` } },
    }),
  );
  await chat.exchange("And now?");
  await expect(chat.outcome(chat.answer)).toContainText("Incorrect API key provided: [key]");
  expect(sent.filter((text) => text.includes("direct:frame")).length).toBeGreaterThan(0);
  expect(sent.filter((text) => text.includes(key))).toEqual([]);
  const { messages } = await storedTree(person.client, chat.chatId());
  expect(JSON.stringify([...messages])).toContain("Well kept");
  expect(JSON.stringify([...messages])).not.toContain(key);
  expect(installation.parley.log()).not.toContain(key);
  // An embedded database keeps its files there too: what is stored is found in them, the key is not.
  const { dataDir } = installation.parley;
  expect((await filesWith(dataDir, "Well kept")) > 0).toBe(testDatabaseUrl() === undefined);
  expect(await filesWith(dataDir, key)).toBe(0);
  expect(endpoint.requests().at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
});

test("Stop ends the request to the endpoint and keeps the text", async ({
  chat,
  page,
  endpoint,
}) => {
  await addEndpoint(page, endpoint);
  await openDirect(chat);
  await chat.ask("E2E:manual");
  endpoint.release(3);
  await expect(chat.answer).toContainText("piece-3");
  await chat.stop.click();
  await expect(chat.answer).toContainText("Stopped");
  await endpoint.when(({ code, outcome }) => code === "manual" && outcome === "left");
  await page.reload();
  await expect(chat.answerText).toHaveText("piece-1 piece-2 piece-3");
  await expect(chat.answer).toContainText("Stopped");
});

test("a failure in the middle keeps the text, says why, and can be gone on from", async ({
  chat,
  page,
  endpoint,
}) => {
  await addEndpoint(page, endpoint);
  await openDirect(chat);
  await chat.exchange("E2E:error-mid");
  await page.reload();
  await expect(chat.answerText).toHaveText("This is the first part of an answer");
  const outcome = chat.outcome(chat.answer);
  await expect(outcome).toContainText("The scripted model broke in the middle.");
  // An endpoint of OpenAI's kind is asked to go on; the model server repeats what it is asked.
  await outcome.getByRole("button", { name: "Continue" }).click();
  await expect(chat.answerText).toHaveText(
    /^This is the first part of an answer You said: Go on exactly/,
  );
  await chat.settled();
});

test("an endpoint that goes away in the middle keeps the text, too", async ({ chat, page }) => {
  const endpoint = await startModelServer({ cors: true });
  await addEndpoint(page, endpoint);
  await openDirect(chat);
  await chat.ask("E2E:manual");
  endpoint.release(3);
  await expect(chat.answer).toContainText("piece-3");
  await endpoint.stop();
  await expect(chat.outcome(chat.answer)).toContainText("broke off in the middle of the answer");
  await expect(chat.answerText).toHaveText("piece-1 piece-2 piece-3");
  await chat.exchange("Still there?");
  await expect(chat.outcome(chat.answer)).toContainText("Nothing answers at the address of Home");
});

test("a second tab watches the answer live, and may stop it", async ({
  chat,
  page,
  context,
  endpoint,
}) => {
  await addEndpoint(page, endpoint);
  await openDirect(chat);
  await chat.ask("E2E:manual:10");
  endpoint.release(2);
  await expect(chat.answer).toContainText("piece-2");
  const second = new ChatPage(await context.newPage());
  await second.page.goto(page.url());
  await expect(second.answerText).toHaveText("piece-1 piece-2");
  endpoint.release();
  for (const tab of [chat, second]) await expect(tab.answer).toContainText("piece-3");
  await second.stop.click();
  for (const tab of [chat, second]) await expect(tab.answer).toContainText("Stopped");
  await endpoint.when(({ code, outcome }) => code === "manual" && outcome === "left");
});

test("the tab that answers is closed: the text is kept, and another tab says so", async ({
  chat,
  page,
  context,
  endpoint,
}) => {
  await addEndpoint(page, endpoint);
  await openDirect(chat);
  await chat.ask("E2E:manual:10");
  endpoint.release(2);
  await expect(chat.answer).toContainText("piece-2");
  const second = new ChatPage(await context.newPage());
  await second.page.goto(page.url());
  await expect(second.answerText).toHaveText("piece-1 piece-2");
  await page.goto("about:blank");
  await expect(second.outcome(second.answer)).toContainText("was closed or loaded again");
  await expect(second.answerText).toHaveText("piece-1 piece-2");
});

test("a lost connection to Parley in mid-answer loses no token", async ({
  chat,
  page,
  endpoint,
}) => {
  await addEndpoint(page, endpoint);
  const servers: { close(): Promise<void> }[] = [];
  await page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer();
    servers.push(socket);
  });
  await openDirect(chat);
  await chat.ask("E2E:manual:10");
  endpoint.release(3);
  await expect(chat.answer).toContainText("piece-3");
  await servers.at(-1)?.close();
  endpoint.release(3);
  await expect(chat.answer).toContainText("piece-6");
  expect(servers.length).toBeGreaterThan(1);
  endpoint.finish();
  await chat.settled();
  await expect(chat.answerText).toHaveText(textFor("E2E:manual:10"));
});

test("an endpoint that does not allow this page is told from one that is away", async ({
  installation,
  page,
}) => {
  const check = page.getByRole("button", { name: "Check", exact: true });
  const dialog = page.getByRole("dialog");
  // The scripted server of the other suites sends no CORS headers.
  await openDialog(page, `${installation.models.url}/v1`);
  await check.click();
  await expect(dialog).toContainText("It is there, but does not allow this page");
  await expect(dialog).toContainText(`OLLAMA_ORIGINS=${installation.url}`);
  await expectNoViolations(page, "the check of an endpoint");
  await page.getByLabel("Address", { exact: true }).fill("http://127.0.0.1:9/v1");
  await check.click();
  await expect(dialog).toContainText("Nothing answers at the address of Home");
  await page.getByLabel("Address", { exact: true }).fill("localhost:11434");
  await check.click();
  await expect(dialog).toContainText("begins with http:// or https://");
});

test("an endpoint whose list can't be read is used with models that a person names", async ({
  chat,
  page,
  installation,
}) => {
  await openDialog(page, `${installation.models.url}/v1`);
  await page.getByRole("dialog").getByLabel("Models", { exact: true }).fill("scripted-small");
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await openDirect(chat);
  await chat.exchange("Hello");
  await expect(chat.outcome(chat.answer)).toContainText(`OLLAMA_ORIGINS=${installation.url}`);
});

test("switched off by an admin, nothing of it is offered, and the settings say so", async ({
  chat,
  page,
  endpoint,
  installation,
}) => {
  await addEndpoint(page, endpoint);
  const { settings } = installation.admin.client;
  await settings.set.mutate({ directConnections: false });
  try {
    const response = await page.goto("/settings");
    expect(response?.headers()["content-security-policy"]).toContain("connect-src 'self';");
    await expect(page.getByText("An admin has switched direct connections off.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Add a connection" })).toBeDisabled();
    await page.goto("/");
    await chat.picker.click();
    await expect(chat.modelOptions.first()).toBeVisible();
    await expect(chat.modelPopup.locator("[data-model^='direct:']")).toHaveCount(0);
  } finally {
    await settings.set.mutate({ directConnections: true });
  }
});

test("an endpoint can be removed; the chat then asks for another model", async ({
  chat,
  page,
  endpoint,
}) => {
  await addEndpoint(page, endpoint);
  await openDirect(chat);
  await chat.exchange("Hello");
  const address = page.url();
  await page.goto("/settings");
  await page.getByRole("button", { name: "Remove “Home”" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByRole("list", { name: "Your direct connections" })).toBeHidden();
  await page.goto(address);
  await expect(chat.picker).toContainText("scripted-small (not there any more)");
  await expect(chat.answerText).toContainText("You said: Hello");
});
