import { readdir } from "node:fs/promises";
import { z } from "@parley/functions";
import { describe, expect, it } from "vitest";
import bestOfTwo from "./best-of-two.ts";
import blockWords from "./block-words.ts";
import citations from "./citations.ts";
import costMeter from "./cost-meter.ts";
import demoConversation from "./demo-conversation.ts";
import demoEcho from "./demo-echo.ts";
import demoMarkdown from "./demo-markdown.ts";
import explain from "./explain.ts";
import { readShipped } from "./index.ts";
import language from "./language.ts";
import rateLimit from "./rate-limit.ts";
import redact from "./redact.ts";
import router from "./router.ts";
import notes from "./save-as-note.ts";
import summarise from "./summarise.ts";
import translate from "./translate.ts";
import webhook from "./webhook.ts";

const all = {
  "demo-conversation": demoConversation,
  "demo-markdown": demoMarkdown,
  "demo-echo": demoEcho,
  redact,
  "block-words": blockWords,
  translate,
  citations,
  "cost-meter": costMeter,
  language,
  "rate-limit": rateLimit,
  summarise,
  router,
  "best-of-two": bestOfTwo,
  "save-as-note": notes,
  explain,
  webhook,
};

it("offers every function of the folder", async () => {
  const files = await readdir(import.meta.dirname);
  const ids = files.filter((file) => !/index|\.test\./.test(file)).map((file) => file.slice(0, -3));
  const shipped = await readShipped();
  expect(shipped.map(({ id }) => id).sort()).toEqual(ids.sort());
  expect(shipped.map(({ id }) => id)).toEqual(Object.keys(all));
});

it("imports nothing but what authors can import", async () => {
  for (const { source } of await readShipped()) {
    const imports = [...source.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, name]) => name);
    expect(imports).toEqual(["@parley/functions"]);
  }
});

describe.each(Object.entries(all))("%s", (id, { options }) => {
  it("says what it is", () => {
    expect(id).toMatch(/^[a-z][a-z0-9_-]{0,63}$/);
    expect(options).toMatchObject({
      name: expect.any(String),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      description: expect.stringMatching(/\.$/),
      icon: expect.stringMatching(/^[a-z0-9-]+$/),
    });
  });

  it("has valves that a form can be made of, each explained, with defaults that stand", () => {
    for (const schema of [options.valves, options.userValves]) {
      if (!schema) continue;
      const { properties = {} } = z.toJSONSchema(schema, { io: "input" });
      for (const [name, property] of Object.entries(properties)) {
        expect(property, name).toMatchObject({ description: expect.stringMatching(/\.$/) });
      }
      expect(() => schema.parse({})).not.toThrow();
    }
  });

  it("names what each handler wants, so that it is sent nothing else", () => {
    const hooks = Object.entries(options).filter(([key]) =>
      ["inlet", "stream", "outlet", "pipe", "action"].includes(key),
    );
    expect(hooks.length).toBeGreaterThan(0);
    for (const [, handler] of hooks) {
      expect(String(handler)).toMatch(/^(?:async\s*)?\*?\s*\w+\(\s*\{[^{}.]*\}\s*\)/);
    }
  });
});
