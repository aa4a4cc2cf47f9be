import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

/** What still moves over time: elements with a transition that takes any. */
function transitions(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) => {
      const { transitionDuration } = getComputedStyle(element);
      const isStill = transitionDuration.split(",").every((each) => Number.parseFloat(each) === 0);
      return isStill ? [] : [`${element.tagName}.${element.className} ${transitionDuration}`];
    }),
  );
}

const pageColour = "getComputedStyle(document.documentElement).backgroundColor";

test.describe("66: theme", () => {
  for (const theme of ["Light", "Dark"] as const) {
    test(`66: ${theme} is there from the first byte, whatever the system says`, async ({
      chat,
      page,
    }) => {
      const opposite = theme === "Light" ? "dark" : "light";
      await page.emulateMedia({ colorScheme: opposite });
      await page.goto("/settings");
      const other = await page.evaluate<string>(pageColour);
      await page
        .getByRole("region", { name: "Appearance" })
        .getByText(theme, { exact: true })
        .click();
      await expect.poll(() => page.evaluate<string>(pageColour)).not.toBe(other);
      const chosen = await page.evaluate<string>(pageColour);
      await expect
        .poll(async () => {
          const html = await (await page.request.get("/settings")).text();
          return /<html[^>]*class="([^"]*)"/.exec(html)?.[1]?.split(" ");
        })
        .toContain(theme.toLowerCase());
      await page.addInitScript(() => {
        const seen = new Set<string>();
        Reflect.set(window, "coloursSeen", seen);
        const look = () => {
          seen.add(getComputedStyle(document.documentElement).backgroundColor);
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      await page.goto("/");
      await expect(chat.composer).toBeVisible();
      const colours: unknown = await page.evaluate(() => [...Reflect.get(window, "coloursSeen")]);
      expect(colours).toEqual([chosen]);
    });
  }

  test("66: by default the page follows the system, live", async ({ page, chat }) => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto("/");
    await expect(chat.composer).toBeVisible();
    const light = await page.evaluate<string>(pageColour);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => page.evaluate<string>(pageColour)).not.toBe(light);
    await chat.composer.fill("A draft");
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(() => page.evaluate<string>(pageColour)).toBe(light);
    await expect(chat.composer).toHaveValue("A draft");
  });
});

test("where less motion is wanted, nothing fades or slides; elsewhere buttons do", async ({
  chat,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await chat.openNew();
  await chat.exchange("E2E:markdown");
  expect(await transitions(page)).toEqual([]);
  await page.goto("/settings");
  await expect(page.getByRole("button", { name: "New key" })).toBeVisible();
  expect(await transitions(page)).toEqual([]);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect((await transitions(page)).join()).toContain("button");
});
