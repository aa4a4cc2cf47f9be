import { expect, test } from "../fixtures/test.ts";

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
