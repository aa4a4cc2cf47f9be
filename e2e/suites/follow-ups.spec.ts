import { expectNoViolations } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";
import { followUps } from "../model-server/index.ts";

test("questions to ask next stand below the last answer; choosing one asks it", async ({
  chat,
  page,
  installation,
}) => {
  await installation.admin.client.settings.set.mutate({ followUps: true });
  await chat.openNew();
  await chat.exchange("Hello");
  const suggested = page.getByRole("list", { name: "Questions you might ask next" });
  await expect(suggested.getByRole("button")).toHaveText(followUps);
  await expectNoViolations(page, "follow-up questions");
  const [first = ""] = followUps;
  await suggested.getByRole("button", { name: first }).click();
  await expect(chat.questions.last()).toContainText(first);
  await chat.settled();
  await expect(suggested).toHaveCount(1);
  await installation.admin.client.settings.set.mutate({ followUps: false });
});
