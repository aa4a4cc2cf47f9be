import { describe, expect, it } from "vitest";
import { figureRows, withSection } from "./record.ts";

const document = "# Figures\n\nIntroduction.\n\n## crash\n\nold\n\n### more\n\n## tabs\n\nkept\n";

describe("withSection", () => {
  it("replaces the section of that name and keeps all others", () => {
    expect(withSection(document, "crash", "new\n")).toBe(
      "# Figures\n\nIntroduction.\n\n## crash\n\nnew\n\n## tabs\n\nkept\n",
    );
  });

  it("adds a section that was not there", () => {
    expect(withSection(document, "lists", "first")).toBe(`${document}\n## lists\n\nfirst\n`);
  });

  it("changes nothing when it is repeated", () => {
    const once = withSection(document, "tabs", "new");
    expect(withSection(once, "tabs", "new")).toBe(once);
  });
});

describe("figureRows", () => {
  it("writes nested figures with dotted names", () => {
    expect(figureRows({ rounds: 3, lost: { worst: 12, all: [1, 2] }, note: "a|b" })).toEqual([
      "| rounds | 3 |",
      "| lost.worst | 12 |",
      "| lost.all | 1, 2 |",
      "| note | a\\|b |",
    ]);
  });
});
