import { fillSignUp } from "../fixtures/account-forms.ts";
import { withParley } from "../fixtures/installation.ts";
import { expect, test } from "../fixtures/test.ts";
import { startModelServer } from "../model-server/index.ts";

test("the first to sign up becomes the admin and is led through three steps to a chat; the second waits until let in, live", async ({
  browser,
}) => {
  // It starts a Parley of its own.
  test.setTimeout(90_000);
  await withParley(async ({ url }) => {
    const admins = await browser.newContext({ baseURL: url });
    const first = await admins.newPage();
    await first.goto("/");
    await expect(first).toHaveURL(`${url}/sign-up`);
    await expect(first.getByText("You will be the admin")).toBeVisible();
    await fillSignUp(first, { name: "Ada", email: "ada@example.org" });
    await first.getByRole("button", { name: "Create the admin account" }).click();
    await expect(first).toHaveURL(`${url}/welcome`);

    await expect(first.getByText("Step 1 of 3")).toBeVisible();
    // What can be pressed changes when the search has ended.
    await expect(first.getByText(/^Looking/)).toHaveCount(0);
    await first.getByRole("button", { name: /Skip|Continue/, disabled: false }).click();
    await expect(first.getByText("Step 2 of 3")).toBeVisible();
    await first.getByRole("button", { name: "Skip" }).click();
    await expect(first.getByText("Step 3 of 3")).toBeVisible();
    await first.getByRole("button", { name: "Start chatting" }).click();
    await expect(first).toHaveURL(`${url}/`);
    const composer = first.getByRole("textbox", { name: "Message" });
    await expect(composer).toHaveValue(/^Show me what you can render/);
    await expect(composer).toBeFocused();
    await expect(first.getByRole("article")).toHaveCount(0);

    const others = await browser.newContext({ baseURL: url });
    const second = await others.newPage();
    await second.goto("/sign-up");
    await expect(second.getByText("an admin lets you in")).toBeVisible();
    await fillSignUp(second, { name: "Bea", email: "bea@example.org" });
    await second.getByRole("button", { name: "Sign up", exact: true }).click();
    await expect(second).toHaveURL(`${url}/pending`);
    await expect(second.getByRole("heading", { name: "Waiting for an admin" })).toBeVisible();
    await second.goto("/");
    await expect(second).toHaveURL(`${url}/pending`);
    await second.getByRole("button", { name: "Check now" }).click();
    await expect(second.getByText("Still waiting")).toBeVisible();

    await first.goto("/admin/people");
    const waiting = first.getByRole("region", { name: /Waiting for you/ });
    await expect(waiting).toContainText("bea@example.org");
    await waiting.getByRole("button", { name: "Let in Bea" }).click();
    await expect(waiting).toBeHidden();
    await expect(second).toHaveURL(`${url}/`, { timeout: 15_000 });
    await expect(second.getByRole("textbox", { name: "Message" })).toBeVisible();
    await second.goto("/admin/people");
    await expect(second.getByText("Only an admin can open this page")).toBeVisible();
    await admins.close();
    await others.close();
  });
});

test("the first run takes an address and a key, tells why a wrong one does not work, and names Ollama when it is there", async ({
  browser,
}) => {
  // It starts a Parley of its own.
  test.setTimeout(90_000);
  const models = await startModelServer();
  try {
    await withParley(
      async ({ url }) => {
        const context = await browser.newContext({ baseURL: url });
        const page = await context.newPage();
        await page.goto("/sign-up");
        await fillSignUp(page, { name: "Ada", email: "ada@example.org" });
        await page.getByRole("button", { name: "Create the admin account" }).click();
        await expect(page.getByText("Ollama is connected, with 2 models.")).toBeVisible();
        await page.getByRole("button", { name: "Continue" }).click();
        await page.getByLabel("Address").fill("http://127.0.0.1:9");
        await page.getByRole("button", { name: "Connect" }).click();
        await expect(page.getByText("That did not work, and nothing was added")).toBeVisible();
        await page.getByLabel("Address").fill(`${models.url}/v1`);
        await page.getByRole("button", { name: "Connect" }).click();
        await page.getByRole("button", { name: "Start chatting" }).click();
        await expect(page).toHaveURL(`${url}/`);
        await expect(page.getByRole("button", { name: /^Model/ })).toBeVisible();
        await expect(page.getByRole("textbox", { name: "Message" })).toHaveValue(/^Introduce/);
        await context.close();
      },
      { env: { OLLAMA_BASE_URLS: models.url } },
    );
  } finally {
    await models.stop();
  }
});
