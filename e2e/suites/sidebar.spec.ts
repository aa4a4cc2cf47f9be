import { randomUUID } from "node:crypto";
import { expect, test } from "../fixtures/test.ts";
import type { Client } from "../harness/index.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Stores a chat as the page would. Resolves with its id. */
async function storeChat(client: Client, question: string): Promise<string> {
  const chatId = randomUUID();
  await client.turns.send.mutate({
    chatId,
    questionId: randomUUID(),
    parentId: null,
    content: question,
    model: "scripted-small",
    answerId: randomUUID(),
  });
  return chatId;
}

test.describe("with names by rule", () => {
  test.beforeEach(async ({ installation }) => {
    await installation.admin.client.settings.set.mutate({ titleGeneration: false });
  });
  test.afterEach(async ({ installation }) => {
    await installation.admin.client.settings.set.mutate({ titleGeneration: true });
  });

  test("56: pinned chats come first, then groups by date", async ({ chat, page, person }) => {
    const trip = await storeChat(person.client, "Trip notes");
    await storeChat(person.client, "Leases");
    await person.client.chats.pin.mutate({ chatId: trip, pinned: true });
    await page.goto("/");
    const groups = () => chat.groups();
    await expect.poll(groups).toEqual([
      ["Pinned", "Trip notes"],
      ["Today", "Leases"],
    ]);
    for (const [days, group] of [
      [1, "Yesterday"],
      [4, "Previous 7 days"],
      [20, "Previous 30 days"],
    ] as const) {
      await page.clock.setFixedTime(Date.now() + days * dayMs);
      await page.reload();
      await expect.poll(groups).toEqual([
        ["Pinned", "Trip notes"],
        [group, "Leases"],
      ]);
    }
  });

  test("56: the list has no end but the last chat, and only a part of it is in the page", async ({
    chat,
    page,
    person,
  }) => {
    const total = 130;
    for (let number = 1; number <= total; number += 10) {
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          storeChat(person.client, `Chat number ${number + index}!`),
        ),
      );
    }
    await page.goto("/");
    await expect(chat.rows.first()).toBeVisible();
    const oldest = chat.rows.filter({ hasText: /Chat number ([1-9]|10)!/ });
    await expect(oldest).toHaveCount(0);
    await chat.rows.first().hover();
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 3000);
        return oldest.count();
      })
      .toBeGreaterThan(0);
    expect(await chat.rows.count()).toBeLessThan(total);
  });

  test("the search finds chats by title", async ({ chat, page, person }) => {
    await storeChat(person.client, "About locks and leases");
    await storeChat(person.client, "About gardens");
    await page.goto("/");
    await expect(chat.rows).toHaveCount(2);
    await chat.search.fill("LEASE");
    await expect(chat.rows).toHaveText([/About locks and leases/]);
    await chat.search.fill("submarine");
    await expect(chat.rows).toHaveCount(0);
    await expect(chat.sidebar).toContainText("No chat has that in its name or tags.");
    await chat.search.fill("");
    await expect(chat.rows).toHaveCount(2);
  });

  test("57: the row's menu renames in place; Enter keeps it, Escape does not; the order stays", async ({
    chat,
    page,
    person,
  }) => {
    await storeChat(person.client, "The older one");
    await storeChat(person.client, "The newer one");
    await page.goto("/");
    await expect(chat.rows).toHaveText([/The newer one/, /The older one/]);
    await chat.rowMenu("The older one", "Rename");
    await expect(chat.renameField).toBeFocused();
    await chat.renameField.fill("Not this");
    await page.keyboard.press("Escape");
    await expect(chat.renameField).toHaveCount(0);
    await expect(chat.rows).toHaveText([/The newer one/, /The older one/]);
    await chat.rowMenu("The older one", "Rename");
    await chat.renameField.fill("Renamed");
    await page.keyboard.press("Enter");
    await expect(chat.rows).toHaveText([/The newer one/, /Renamed/]);
    await page.reload();
    await expect(chat.rows).toHaveText([/The newer one/, /Renamed/]);
  });

  test("57: the row's menu pins and unpins", async ({ chat, page, person }) => {
    await storeChat(person.client, "Keep me");
    await page.goto("/");
    await chat.rowMenu("Keep me", "Pin");
    await expect.poll(() => chat.groups()).toEqual([["Pinned", "Keep me"]]);
    await chat.rowMenu("Keep me", "Unpin");
    await expect.poll(() => chat.groups()).toEqual([["Today", "Keep me"]]);
  });

  test("57: deleting asks by name; deleting the open chat goes to a new one, and its address is dead", async ({
    chat,
    page,
    person,
  }) => {
    const doomed = await storeChat(person.client, "Doomed");
    await storeChat(person.client, "Safe");
    await page.goto(`/c/${doomed}`);
    await expect(chat.answer).toContainText("You said: Doomed");
    await chat.rowMenu("Doomed", "Delete");
    const question = page.getByRole("alertdialog", { name: /Doomed/ });
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(chat.rows).toHaveCount(2);
    await chat.rowMenu("Doomed", "Delete");
    await question.getByRole("button", { name: "Delete" }).click();
    await expect(page).toHaveURL("/");
    await expect(chat.rows).toHaveText([/Safe/]);
    await expect(chat.composer).toBeVisible();
    await page.goto(`/c/${doomed}`);
    await expect(page.getByRole("main")).toContainText("This chat is not here");
    await expect(chat.answers).toHaveCount(0);
  });
});

test("the account menu signs out", async ({ chat, page, person }) => {
  await page.goto("/");
  await page.getByRole("button", { name: `Account of ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.goto("/");
  await expect(page).toHaveURL("/sign-in");
  await expect(chat.composer).toHaveCount(0);
});
