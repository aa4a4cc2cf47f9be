import type { FunctionKind } from "./types.ts";

/** Sources that work at once, and show where to go on. */
const templates: Record<FunctionKind, (name: string) => string> = {
  filter: (name) => `import { defineFilter, z } from "@parley/functions";

export default defineFilter({
  name: ${name},
  description: "Puts a sentence before each request.",
  valves: z.object({
    sentence: z.string().default("Answer in one short paragraph.").describe("What the model is told"),
  }),
  /** Before the request is sent. What is not named in the braces is not told. */
  inlet({ body, valves }) {
    body.messages.unshift({ role: "system", content: valves.sentence });
    return body;
  },
});
`,
  pipe: (name) => `import { definePipe } from "@parley/functions";

export default definePipe({
  name: ${name},
  description: "Says what it was asked, word by word.",
  async *pipe({ body }) {
    const content = body.messages.at(-1)?.content;
    const text = typeof content === "string" ? content : "Ask me something in words.";
    for (const word of text.split(" ")) {
      yield \`\${word} \`;
    }
  },
});
`,
  action: (name) => `import { defineAction } from "@parley/functions";

export default defineAction({
  name: ${name},
  description: "Counts the words of an answer.",
  /** When the button below an answer is pressed. */
  action({ body }) {
    const text = body.messages.at(-1)?.content ?? "";
    const words = text.split(/\\s+/).filter(Boolean).length;
    return { notification: { type: "info", content: \`\${words} words\` } };
  },
});
`,
};

export function templateOf(kind: FunctionKind, name: string): string {
  return templates[kind](JSON.stringify(name));
}
