import { given } from "@parley/functions/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import demo from "./demo-markdown.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function say(text: string) {
  const [answer] = await Promise.all([given(demo).pipe(text), vi.runAllTimersAsync()]);
  return answer.text;
}

it.each([
  ["headings", /^## /m],
  ["a task list", /^- \[x\] /m],
  ["a numbered list", /^1\. /m],
  ["a table", /^\|:?-+/m],
  ["code in several languages", /```python[\s\S]*```sql/],
  ["inline math", /is \$\$[^\n]+\$\$/],
  ["block math", /^\$\$\n/m],
  ["a diagram", /```mermaid/],
  ["a quotation", /^> /m],
  ["a link", /\]\(https:/],
])("shows %s", async (_, pattern) => {
  expect(await say("anything")).toMatch(pattern);
});

it("names a chat in the person's words", async () => {
  expect(await say("Write a title.\n<question>What can you draw?</question>")).toBe(
    "What can you draw?",
  );
});
