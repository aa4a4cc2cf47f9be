import { forgetDecisions, type Installation, type Person } from "../fixtures/installation.ts";
import { ModelsPage } from "../fixtures/models-page.ts";
import { expect, test } from "../fixtures/test.ts";
import { createApiKey } from "../harness/index.ts";

test.afterEach(async ({ installation }) => forgetDecisions(installation));

async function askByApi({ url }: Installation, { session }: Person, model: string) {
  const key = await createApiKey(url, session, "test");
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] }),
  });
  return { status: response.status, body: await response.text() };
}

test("a model closed to a person is in no list of theirs and not there for their API key; through a group it appears in an open page at once", async ({
  newBrowser,
  installation,
  chat,
  page,
  person,
}) => {
  const { admin } = installation;
  await admin.client.models.create.mutate({ kind: "upstream", id: "scripted-large", grants: [] });
  await page.goto("/");
  await chat.picker.click();
  await expect(chat.modelPopup.locator('[data-model="scripted-small"]')).toBeVisible();
  const large = chat.modelPopup.locator('[data-model="scripted-large"]');
  await expect(large).toHaveCount(0);
  const listed = await person.client.models.list.query();
  expect(JSON.stringify(listed.models.map(({ id }) => id))).not.toContain('"scripted-large"');
  const closed = await askByApi(installation, person, "scripted-large");
  const missing = await askByApi(installation, person, "nothing-at-all");
  expect([closed.status, missing.status]).toEqual([404, 404]);
  expect(closed.body.replace("scripted-large", "*")).toBe(
    missing.body.replace("nothing-at-all", "*"),
  );

  const admins = await newBrowser(admin);
  await admins.goto("/admin/groups");
  await expect(admins.getByText("No groups yet")).toBeVisible();
  await admins.getByRole("button", { name: "New group" }).click();
  const panel = admins.getByRole("dialog", { name: "New group" });
  await panel.getByRole("button", { name: "Create" }).click();
  await expect(panel.getByText("Give it a name.")).toBeVisible();
  await panel.getByLabel("Name", { exact: true }).fill("Research");
  await panel.getByRole("checkbox", { name: person.email }).check();
  await panel.getByRole("button", { name: "Create" }).click();
  await expect(admins.getByRole("row").filter({ hasText: "Research" })).toContainText("1 person");

  const models = new ModelsPage(admins);
  await models.open();
  const model = models.panel("scripted-large");
  await models.row("scripted-large").getByRole("button").click();
  await models.part(model, "Access");
  await model.getByText("Some", { exact: true }).click();
  await models.pick(model.getByRole("combobox", { name: "Add a group or a person" }), "Research");
  await expect(large).toHaveCount(0);
  await model.getByRole("button", { name: "Save" }).click();
  await expect(models.row("scripted-large")).toContainText("1 group");
  // Nothing was done on this page meanwhile.
  await expect(large).toBeVisible();
  expect((await askByApi(installation, person, "scripted-large")).status).toBe(200);
});

test("who can use what, and why, is said in words; a group is renamed, emptied and removed by name", async ({
  newBrowser,
  installation,
  person,
}) => {
  const { client } = installation.admin;
  const { userId } = person.session;
  const group = await client.groups.create.mutate({ name: "Research", memberIds: [userId] });
  await client.models.create.mutate({
    ...{ kind: "upstream", id: "scripted-large" },
    grants: [{ to: "group", id: group.id, permission: "read" }],
  });
  await client.models.create.mutate({ kind: "upstream", id: "scripted-small", grants: [] });
  await client.models.create.mutate({
    ...{ kind: "preset", id: "tutor", name: "Tutor", baseModelId: "scripted-small" },
    grants: [{ to: "everyone", permission: "read" }],
  });
  await client.models.create.mutate({ kind: "upstream", id: "puppet", enabled: false });
  const page = await newBrowser(installation.admin);
  await page.goto("/admin/people");
  await page
    .getByRole("row")
    .filter({ hasText: person.email })
    .getByRole("button", { name: "Models that Bea can use" })
    .click();
  const access = page.getByRole("dialog", { name: "What Bea can use, and why" });
  const why = (model: string) =>
    access.getByRole("row").filter({ has: page.getByText(model, { exact: true }) });
  await expect(why("scripted-large").first()).toContainText("Yes");
  await expect(why("scripted-large").first()).toContainText("through the group Research");
  await expect(why("scripted-small").last()).toContainText("closed");
  await expect(why("puppet")).toContainText("switched off for everybody");
  await expect(why("Tutor")).toContainText("No");
  await expect(why("Tutor")).toContainText("closed: scripted-small, on which it stands");

  await page.goto("/admin/groups");
  await page.getByRole("button", { name: "Edit “Research”" }).click();
  const panel = page.getByRole("dialog", { name: "Research" });
  await panel.getByLabel("Name", { exact: true }).fill("Science");
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("Not saved yet: Name")).toBeVisible();
  await page.getByRole("button", { name: "Edit “Research”" }).click();
  await panel.getByRole("checkbox", { name: person.email }).uncheck();
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Science" })).toContainText("nobody");
  const open = await person.client.models.list.query();
  expect(open.models.map(({ id }) => id)).not.toContain("scripted-large");

  await page.getByRole("button", { name: "Edit “Science”" }).click();
  await page.getByRole("button", { name: "Remove group" }).click();
  const question = page.getByRole("alertdialog", { name: "Remove “Science”?" });
  await question.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No groups yet")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Groups", level: 1 })).toBeFocused();
});

test("the server's setting says who may use models about which nothing is decided", async ({
  newBrowser,
  installation,
  person,
}) => {
  const page = await newBrowser(installation.admin);
  await page.goto("/admin/settings");
  const choose = async (name: RegExp) => {
    const radio = page.getByRole("radio", { name });
    await expect(radio).toBeEnabled();
    await radio.press("Space");
  };
  await choose(/^Only admins/);
  const listed = async () => (await person.client.models.list.query()).models.length;
  await expect.poll(listed).toBe(0);
  await page.goto("/admin/models");
  await expect(page.getByRole("row").nth(1)).toContainText("admins, by default");
  await page.goto("/admin/settings");
  await choose(/^Everyone/);
  await expect.poll(listed).toBeGreaterThan(0);
});
