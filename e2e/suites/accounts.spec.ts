import { fillSignIn, fillSignUp, signInOn } from "../fixtures/account-forms.ts";
import { password } from "../fixtures/installation.ts";
import { expect, test } from "../fixtures/test.ts";
import { trpc } from "../harness/index.ts";

test.describe("signing up", () => {
  test("names what is missing and sends nothing", async ({ newBrowser }) => {
    const page = await newBrowser();
    await page.goto("/sign-up");
    await page.getByRole("button", { name: "Sign up", exact: true }).click();
    await expect(page.getByText("Enter your name.")).toBeVisible();
    await expect(page.getByText("Enter your e-mail address.")).toBeVisible();
    await expect(page.getByText("The password is too short.")).toBeVisible();
    await expect(page).toHaveURL("/sign-up");
  });

  test("leads to the chat page when sign-up is open", async ({ newBrowser, installation }) => {
    const page = await newBrowser();
    await page.goto("/sign-up");
    await fillSignUp(page, { name: "Cleo", email: "cleo@example.org" });
    await page.getByRole("button", { name: "Sign up", exact: true }).click();
    await page.waitForURL("/");
    const people = await installation.admin.client.people.list.query();
    expect(people.find(({ email }) => email === "cleo@example.org")).toMatchObject({
      name: "Cleo",
      role: "user",
    });
  });

  test("says when the address has an account already", async ({ newBrowser, person }) => {
    const page = await newBrowser();
    await page.goto("/sign-up");
    await fillSignUp(page, { name: "Somebody else", email: person.email });
    await page.getByRole("button", { name: "Sign up", exact: true }).click();
    await expect(page.locator("form").getByRole("alert")).toContainText("exists already");
    await expect(page).toHaveURL("/sign-up");
  });
});

test("a page asks once a load for its session to go on, and moving about in it does not ask again", async ({
  chat,
  page,
}) => {
  const asked: string[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/api/auth/get-session")) asked.push(String(response.status()));
  });
  await page.goto("/");
  await expect.poll(() => asked).toEqual(["200"]);
  await chat.exchange("Hello");
  await chat.newChat.click();
  await expect(chat.questions).toHaveCount(0);
  await page.goto("/settings");
  await expect.poll(() => asked).toEqual(["200", "200"]);
  await page.getByRole("link", { name: "Back to the chat" }).click();
  await expect(chat.composer).toBeFocused();
  expect(asked).toHaveLength(2);
});

test.describe("signing in", () => {
  test("sends strangers to the sign-in page, whatever they ask for", async ({ newBrowser }) => {
    const page = await newBrowser();
    for (const address of ["/", "/c/some-chat", "/settings", "/admin/people"]) {
      await page.goto(address);
      await expect(page).toHaveURL("/sign-in");
    }
  });

  test("refuses a wrong password in words, and keeps the address", async ({
    newBrowser,
    person,
  }) => {
    const page = await newBrowser();
    await page.goto("/sign-in");
    await fillSignIn(page, { email: person.email, password: "not my password" });
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.locator("form").getByRole("alert")).toContainText("do not belong together");
    await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
    await fillSignIn(page, person);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL("/");
  });

  test("signed in, the sign-in page leads on to the chats", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page).toHaveURL("/");
  });
});

test.describe("the account page", () => {
  test("changes the name", async ({ page, person }) => {
    await page.goto("/settings");
    const profile = page.getByRole("region", { name: "Profile" });
    await expect(profile.getByLabel("Name")).toHaveValue(person.name);
    await profile.getByLabel("Name").fill("Beatrice");
    await profile.getByRole("button", { name: "Save" }).click();
    await expect(profile.getByRole("status")).toHaveText("Saved.");
    expect((await person.client.me.get.query()).name).toBe("Beatrice");
  });

  test("changes the password and ends every other session", async ({
    page,
    person,
    newBrowser,
  }) => {
    const other = await newBrowser();
    await signInOn(other, person);
    await page.goto("/settings");
    const section = page.getByRole("region", { name: "Password" });
    const change = async (current: string, next: string) => {
      await section.getByLabel("Current password").fill(current);
      await section.getByLabel("New password").fill(next);
      await section.getByRole("button", { name: "Change password" }).click();
    };
    await change("a wrong guess", "another good password");
    await expect(section.getByRole("alert")).toContainText("Nothing was changed");
    await change(password, "another good password");
    await expect(section.getByText("every other session has ended")).toBeVisible();

    // Live, as after signing out everywhere: a reload would get in the way of its leaving.
    await expect(other).toHaveURL("/sign-in");
    await fillSignIn(other, person);
    await other.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(other.locator("form").getByRole("alert")).toContainText("do not belong together");
    await fillSignIn(other, { ...person, password: "another good password" });
    await other.getByRole("button", { name: "Sign in", exact: true }).click();
    await other.waitForURL("/");
    await page.reload();
    await expect(page).toHaveURL("/settings");
  });

  test("signs out everywhere, live in the other browser", async ({ page, person, newBrowser }) => {
    const other = await newBrowser();
    await signInOn(other, person);
    await page.goto("/settings");
    const question = page.getByRole("alertdialog", { name: "Sign out everywhere?" });
    // The button is there before the page listens to it.
    await expect(async () => {
      await page.getByRole("button", { name: "Sign out everywhere" }).click();
      await expect(question).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(question).toBeHidden();
    await expect(page).toHaveURL("/settings");
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await question.getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(page).toHaveURL("/sign-in");
    await expect(other).toHaveURL("/sign-in");
  });
});

test.describe("API keys", () => {
  test("are shown once, work, and are refused once revoked", async ({ page, installation }) => {
    const { url } = installation;
    await page.goto("/settings");
    const section = page.getByRole("region", { name: "API keys" });
    await expect(section.getByText("No keys yet.")).toBeVisible();
    await section.getByRole("button", { name: "New key" }).click();
    const making = page.getByRole("dialog", { name: "New API key" });
    await making.getByLabel("Name").fill("Notebook");
    await making.getByRole("button", { name: "Make key" }).click();
    const made = page.getByRole("alertdialog", { name: "Copy your key now" });
    const key = await made.getByLabel("API key", { exact: true }).inputValue();
    expect(key.length).toBeGreaterThan(20);
    await made.getByRole("button", { name: "Copy key" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
    await made.getByRole("button", { name: "Done" }).click();

    const listed = section.getByRole("list", { name: "Your API keys" });
    await expect(listed).toContainText("Notebook");
    await page.reload();
    await expect(listed).toContainText(key.slice(0, 6));
    expect(await page.content()).not.toContain(key);

    const models = () => fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
    expect((await models()).status).toBe(200);
    await listed.getByRole("button", { name: "Revoke “Notebook”" }).click();
    const question = page.getByRole("alertdialog", { name: "Revoke “Notebook”?" });
    await question.getByRole("button", { name: "Revoke" }).click();
    await expect(section.getByText("No keys yet.")).toBeVisible();
    expect((await models()).status).toBe(401);
  });

  test("are each person's own", async ({ page, installation }) => {
    await trpc(installation.url, installation.admin.session).keys.create.mutate({
      name: "The admin's",
      expiresInDays: 30,
    });
    await page.goto("/settings");
    await expect(page.getByText("No keys yet.")).toBeVisible();
  });
});
