import { z } from "zod";
import { expectNoViolations } from "../fixtures/axe.ts";
import { forgetDecisions } from "../fixtures/installation.ts";
import { ModelsPage } from "../fixtures/models-page.ts";
import { expect, test } from "../fixtures/test.ts";
import { watchTraffic } from "../fixtures/traffic.ts";

const sent = z.looseObject({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});

test.afterEach(async ({ installation }) => forgetDecisions(installation));

test("an admin lets a member change a preset: they edit its prompt, and the next answer is made with it", async ({
  newBrowser,
  installation,
  chat,
  page,
  person,
}) => {
  const { models, admin } = installation;
  await admin.client.models.create.mutate({
    ...{ kind: "preset", id: "tutor", name: "Tutor", baseModelId: "scripted-small" },
    ...{ system: "Be strict.", meta: { suggestion_prompts: [{ content: "Test me." }] } },
  });
  const traffic = watchTraffic(page);
  await chat.openNew("tutor");
  await expect(chat.starters.getByRole("button")).toHaveText(["Test me."]);
  expect((await traffic.answers()).map(({ path }) => path).join()).not.toContain("models.mine");

  await page.goto("/settings");
  const place = page.getByRole("navigation", { name: "Settings" }).getByRole("link");
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
  await expect(place).toHaveText(["Your account"]);

  const admins = new ModelsPage(await newBrowser(admin));
  await admins.open();
  const adminPanel = await admins.edit("Tutor");
  await admins.part(adminPanel, "Access");
  await adminPanel.getByText("Some", { exact: true }).click();
  const field = adminPanel.getByRole("combobox", { name: "Add a group or a person" });
  await admins.pick(field, person.email, /Bea/);
  await adminPanel.getByRole("button", { name: "What Bea may do" }).click();
  await admins.page.getByRole("option", { name: "May change" }).click();
  await adminPanel.getByRole("button", { name: "Save" }).click();
  await expect(adminPanel).toBeHidden();

  // Nothing was done on this page meanwhile.
  await expect(place).toHaveText(["Your account", "Models"]);
  await place.last().click();
  const own = new ModelsPage(page);
  await expect(own.row("tutor")).toContainText("scripted-small");
  const panel = await own.edit("Tutor");
  await expect(panel.getByRole("tab")).toHaveText(["Basics", "Behaviour", "Start"]);
  await expect(panel.getByLabel("Id", { exact: true })).toHaveCount(0);
  await expect(panel.getByRole("switch")).toHaveCount(0);
  await expect(panel.getByRole("button", { name: "Remove it" })).toHaveCount(0);
  await own.part(panel, "Behaviour");
  await panel.getByLabel("System prompt", { exact: true }).fill("Be kind.");
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(own.row("tutor")).toContainText("Not saved yet: System prompt");

  // What somebody else changes meanwhile stays, and is seen on this page at once.
  await own.edit("Tutor");
  await admins.edit("Tutor");
  await adminPanel.getByLabel("Name", { exact: true }).fill("Coach");
  await adminPanel.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Coach", { exact: true })).toHaveCount(1);
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel).toBeHidden();
  await expect(own.row("tutor")).toContainText("Coach");
  const open = await admins.edit("Coach");
  await admins.part(open, "Behaviour");
  await expect(open.getByLabel("System prompt", { exact: true })).toHaveValue("Be kind.");

  await chat.openNew("tutor");
  await chat.exchange("Hello");
  const request = models.requests().findLast(({ code }) => code === "echo");
  expect(sent.parse(request?.body).messages).toEqual([
    { role: "system", content: "Be kind." },
    { role: "user", content: "Hello" },
  ]);
});

test("who may only use a model has no such section, and nothing to change where it would be", async ({
  installation,
  page,
  person,
}) => {
  const { client } = installation.admin;
  await client.models.create.mutate({
    ...{ kind: "preset", id: "tutor", name: "Tutor", baseModelId: "scripted-small" },
    grants: [{ to: "user", id: person.session.userId, permission: "read" }],
  });
  await page.goto("/settings/models");
  await expect(page.getByText("Nothing that you may change")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Settings" }).getByRole("link")).toHaveText([
    "Your account",
  ]);
  const refused = (id: string) =>
    person.client.models.change.mutate({ kind: "preset", id, system: "Mine now." }).then(
      () => "done",
      (error: unknown) => String(error),
    );
  expect(await refused("tutor")).toBe(await refused("nothing"));
  expect(await refused("tutor")).toContain("does not exist, or is not yours");
});

test("axe finds nothing where somebody changes a preset or an arena of theirs, or has none", async ({
  installation,
  page,
  person,
}) => {
  test.setTimeout(90_000);
  const { client } = installation.admin;
  await page.goto("/settings/models");
  await expect(page.getByText("Nothing that you may change")).toBeVisible();
  await expectNoViolations(page, "nothing to change");
  const group = await client.groups.create.mutate({
    ...{ name: "Editors", memberIds: [person.session.userId] },
  });
  const grants = [{ to: "group" as const, id: group.id, permission: "write" as const }];
  await client.models.create.mutate({ kind: "upstream", id: "scripted-large", grants: [] });
  await client.models.create.mutate({
    ...{ kind: "preset", id: "tutor", name: "Tutor", baseModelId: "scripted-large", grants },
  });
  await client.models.create.mutate({
    ...{ kind: "arena", id: "pit", name: "Pit", grants },
    arena: { modelIds: ["scripted-small", "scripted-large"] },
  });
  const own = new ModelsPage(page);
  await expect(own.row("tutor")).toContainText("It stands on a model that is not open to you.");
  await expectNoViolations(page, "models to change");
  const preset = await own.edit("Tutor");
  await expectNoViolations(page, "a preset to change");
  await preset.getByRole("button", { name: "Close" }).click();
  const arena = await own.edit("Pit");
  await own.part(arena, "Members");
  await expect(arena.getByText("not there, or not yours")).toBeVisible();
  await expectNoViolations(page, "the members of an arena to change");
  await arena.getByText("All but these", { exact: true }).click();
  await arena.getByRole("button", { name: "Save" }).click();
  await expect(arena.getByRole("alert")).toContainText("does not exist, or is not yours");
});
