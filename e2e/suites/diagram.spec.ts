import { expect, test } from "../fixtures/test.ts";

test("a diagram's picture holds all of its parts, also under reduced motion", async ({
  page,
  chat,
}) => {
  await chat.openNew("demo-markdown");
  await chat.ask("Show me what you can");
  const picture = page.locator("figure[data-language=mermaid] svg[role^=graphics]");
  await expect(picture).toBeVisible({ timeout: 30_000 });
  const outside = await picture.evaluate((svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll(".node")].filter((part) => {
      const { left, right, top, bottom } = part.getBoundingClientRect();
      return (
        left < frame.left - 1 ||
        right > frame.right + 1 ||
        top < frame.top - 1 ||
        bottom > frame.bottom + 1
      );
    }).length;
  });
  expect(outside).toBe(0);
});
