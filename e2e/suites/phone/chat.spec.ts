import { expect, test } from "../../fixtures/test.ts";

test("8: Enter makes a new line, the button sends, and the keyboard closes", async ({ chat }) => {
  await chat.openNew();
  await chat.composer.tap();
  await chat.composer.fill("one");
  await chat.composer.press("Enter");
  await chat.composer.pressSequentially("two");
  await expect(chat.composer).toHaveValue("one\ntwo");
  await expect(chat.questions).toHaveCount(0);
  await chat.send.tap();
  await expect(chat.questions).toHaveCount(1);
  await expect(chat.composer).not.toBeFocused();
});

test("65: the sidebar is a drawer that the back gesture closes", async ({ chat, page }) => {
  await chat.openNew();
  await chat.exchange("Hello");
  const address = page.url();
  await expect(chat.sidebar).toBeHidden();
  await chat.openDrawer.tap();
  await expect(chat.sidebar).toBeVisible();
  await expect(chat.rows).toHaveCount(1);
  await page.goBack();
  await expect(chat.sidebar).toBeHidden();
  await expect(page).toHaveURL(address);
  await chat.openDrawer.tap();
  await chat.newChat.tap();
  await expect(page).toHaveURL("/");
  await expect(chat.sidebar).toBeHidden();
});

test("65: nothing scrolls sideways; wide code and tables scroll in their own box", async ({
  chat,
  page,
  installation,
}) => {
  await chat.openNew("puppet");
  await chat.ask("Something wide");
  const answer = await installation.puppet.answer();
  const columns = Array.from({ length: 14 }, (_, index) => `column-${index}`).join(" | ");
  const dashes = Array.from({ length: 14 }, () => "---").join(" | ");
  answer.say(`\`\`\`ts\nconst wide = "${"wide ".repeat(60)}";\n\`\`\`\n\n`);
  answer.say(`| ${columns} |\n| ${dashes} |\n| ${columns} |\n\n${"x".repeat(300)}\n`);
  answer.end();
  await chat.settled();
  await expect(chat.answer.getByRole("table")).toBeVisible();
  expect(await chat.overflows(page.locator("html"))).toBe(false);
  expect(await chat.overflows(chat.transcript)).toBe(false);
  for (const wide of [chat.answer.locator("pre"), chat.answer.getByRole("table")]) {
    expect(await wide.evaluate(scrollsInside)).toBe(true);
  }
});

/** Whether the element or one around it, below the message, holds more than it shows. */
function scrollsInside(element: Element): boolean {
  for (let box: Element | null = element; box !== null; box = box.parentElement) {
    if (box.getAttribute("role") === "log") return false;
    const scrolls = ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
    if (scrolls && box.scrollWidth > box.clientWidth) return true;
  }
  return false;
}

test("65: the composer stays in view when the keyboard takes half of the screen", async ({
  chat,
  page,
}) => {
  await chat.openNew();
  await chat.exchange("E2E:long:600");
  await page.setViewportSize({ width: 390, height: 440 });
  await chat.composer.tap();
  await expect(chat.composer).toBeInViewport({ ratio: 1 });
  await expect(chat.send).toBeInViewport({ ratio: 1 });
});

test("37: on touch, every message shows its toolbar", async ({ chat }) => {
  await chat.openNew();
  await chat.exchange("first");
  await chat.exchange("second");
  await expect(chat.answers.first().getByRole("toolbar")).toHaveCSS("opacity", "1");
});
