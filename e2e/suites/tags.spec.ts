import { expectNoViolations } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/test.ts";
import { tags } from "../model-server/index.ts";

test("tags stand above the conversation, the search finds a chat by them, and one removed stays away", async ({
  chat,
  page,
  installation,
}) => {
  await installation.admin.client.settings.set.mutate({ tags: true });
  await chat.openNew();
  await chat.exchange("Hello");
  const shown = page.getByRole("list", { name: "Tags of this chat" }).getByRole("listitem");
  await expect(shown).toHaveText(tags);
  await expectNoViolations(page, "tags");

  await chat.openNew();
  await installation.admin.client.settings.set.mutate({ tags: false });
  await chat.exchange("Without tags");
  await expect(chat.rows).toHaveCount(2);
  await expect(shown).toHaveCount(0);
  const [first = "", second = ""] = tags;
  await chat.search.fill(second.toUpperCase());
  await expect(chat.rows).toHaveText(["Title of: Hello"]);
  await chat.rows.getByRole("link").click();
  await expect(shown).toHaveText(tags);

  const removeButton = (tag: string) =>
    page.getByRole("button", { name: `Remove the tag “${tag}”` });
  await removeButton(first).focus();
  // The page shows a change before the server has it.
  const stored = page.waitForResponse((response) => response.url().includes("chats.removeTag"));
  await page.keyboard.press("Enter");
  await expect(shown).toHaveText([second]);
  await expect(removeButton(second)).toBeFocused();
  await stored;
  await page.reload();
  await expect(shown).toHaveText([second]);
  await removeButton(second).click();
  await expect(shown).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Details", exact: true }).first()).toBeFocused();
  await chat.search.fill(second);
  await expect(chat.sidebar).toContainText("No chat has that in its name or tags.");
});
