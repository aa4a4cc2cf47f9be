import { expectNoViolations } from "../fixtures/axe.ts";
import { forgetDecisions } from "../fixtures/installation.ts";
import { ModelsPage } from "../fixtures/models-page.ts";
import { expect, test } from "../fixtures/test.ts";

test.beforeEach(() => test.setTimeout(90_000));
test.afterEach(async ({ installation }) => forgetDecisions(installation));

test("axe finds nothing on the models page and in a preset's panel", async ({
  newBrowser,
  installation,
}) => {
  const admins = new ModelsPage(await newBrowser(installation.admin));
  const { page } = admins;
  await admins.open();
  await expectNoViolations(page, "models");
  const panel = await admins.begin("New preset");
  await panel.getByRole("button", { name: "Create" }).click();
  await expect(panel.getByText("Give it a name.")).toBeVisible();
  await expectNoViolations(page, "a new preset with problems");
  await panel.getByRole("combobox", { name: "Base model" }).fill("scripted");
  await expect(page.getByRole("option").first()).toBeVisible();
  await expectNoViolations(page, "base models to choose");
  await page.keyboard.press("Escape");
  await admins.part(panel, "Behaviour");
  await panel.getByLabel("Further parameters").fill("{");
  await panel.getByRole("button", { name: "Lock Seed" }).click();
  await expect(panel.getByText("This is not a JSON object.")).toBeVisible();
  await expectNoViolations(page, "a preset's behaviour");
  await admins.part(panel, "Start");
  await panel.getByRole("button", { name: "Add a starter prompt" }).click();
  await expectNoViolations(page, "a preset's start");
  await admins.part(panel, "Access");
  await panel.getByText("Some", { exact: true }).click();
  await admins.pick(panel.getByRole("combobox", { name: "Add a group or a person" }), "Ada", /Ada/);
  await expectNoViolations(page, "a preset's access");
});

test("axe finds nothing in an arena's panel", async ({ newBrowser, installation }) => {
  await installation.admin.client.models.create.mutate({
    ...{ kind: "arena", id: "pit", name: "Pit" },
    arena: { modelIds: ["scripted-small", "gone"], strategy: "weighted" },
  });
  const admins = new ModelsPage(await newBrowser(installation.admin));
  const { page } = admins;
  await admins.open();
  const panel = await admins.edit("Pit");
  await admins.part(panel, "Members");
  await expect(panel.getByTestId("eligible")).toContainText("1 of 2 can be chosen.");
  await expectNoViolations(page, "an arena's members");
  await admins.part(panel, "Rules");
  await expect(panel.getByTestId("rolls")).toContainText("expected 1,000");
  await expectNoViolations(page, "an arena's rules");
  await panel.getByRole("button", { name: "Remove it" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "question before removing an arena");
});

test("axe finds nothing on the groups page and in the table of what a person can use", async ({
  newBrowser,
  installation,
}) => {
  const page = await newBrowser(installation.admin);
  await page.goto("/admin/groups");
  await expect(page.getByText("No groups yet")).toBeVisible();
  await expectNoViolations(page, "no groups");
  await installation.admin.client.groups.create.mutate({ name: "Research" });
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  await expectNoViolations(page, "groups");
  await page.getByRole("button", { name: "Edit “Research”" }).click();
  await expect(page.getByRole("checkbox").first()).toBeVisible();
  await expectNoViolations(page, "a group's panel");
  await page.goto("/admin/people");
  await page
    .getByRole("button", { name: /^Models that .* can use$/ })
    .first()
    .click();
  await expect(page.getByRole("dialog").getByRole("row").nth(1)).toBeVisible();
  await expectNoViolations(page, "what a person can use");
});

test("axe finds nothing in an arena's answer and in why it is as it is", async ({
  chat,
  page,
  installation,
}) => {
  await installation.admin.client.models.create.mutate({
    ...{ kind: "arena", id: "pit", name: "Pit" },
    arena: { modelIds: ["scripted-small", "gone"], reveal: "at-once" },
  });
  await chat.openNew("pit");
  await chat.exchange("Hello");
  await expect(chat.answer).toContainText("picked scripted-small by Pit");
  await chat.answer.getByRole("button", { name: "Bad answer" }).click();
  await expect(chat.answer.getByRole("button", { name: "Bad answer" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await chat.details(chat.answer);
  await page.getByTestId("trace").getByText("Passed over").click();
  await expect(page.getByTestId("trace")).toContainText("gone: not there any more");
  await expectNoViolations(page, "why this answer");
});
