import { describe, expect, it } from "vitest";
import { analyse, createAnalyser, manifestFrom } from "./analysis.ts";

const sdk = 'import { defineAction, defineFilter, definePipe, z } from "@parley/functions";\n';

describe("analyse", () => {
  it.each([
    [
      "a method",
      "defineFilter({ inlet({ body, user: { name } }) {} })",
      { inlet: ["body", "user"] },
    ],
    ["an arrow", "defineFilter({ stream: async ({ event }) => event })", { stream: ["event"] }],
    ["a function", "defineFilter({ outlet: function ({ body }) {} })", { outlet: ["body"] }],
    ["nothing named", "defineFilter({ inlet() {} })", { inlet: [] }],
    [
      "defaults",
      "defineFilter({ inlet({ body = null, id: own = '' } = {}) {} })",
      { inlet: ["body", "id"] },
    ],
    ["a quoted name", "defineFilter({ inlet({ 'body': b }) {} })", { inlet: ["body"] }],
    [
      "a type",
      "defineFilter({ inlet({ body }: { body: unknown }) {} } satisfies object)",
      { inlet: ["body"] },
    ],
    ["a generator", "definePipe({ async *pipe({ body, sub }) {} })", { pipe: ["body", "sub"] }],
    ["an action", "defineAction({ action({ body, call }) {} })", { action: ["body", "call"] }],
  ])("finds the handlers and what they name: %s", async (_, made, hooks) => {
    expect((await analyse(`${sdk}export default ${made};`)).hooks).toEqual(hooks);
  });

  it("finds handlers that are named functions, options in a constant, and another name for the maker", async () => {
    const source = `import { defineFilter as make } from "@parley/functions";
async function inlet({ body }) { return body }
const outlet = ({ body, state }) => body;
const fn = make({ name: "x", inlet, outlet: outlet });
export default fn;`;
    expect(await analyse(source)).toMatchObject({
      kind: "filter",
      hooks: { inlet: ["body"], outlet: ["body", "state"] },
    });
  });

  it.each([
    ["a syntax error", "export default {", /^Line \d+:\d+: /],
    ["no export", "const a = 1;", /^Line 1:1: `export default defineFilter/],
    ["something else", "export default {}", /^Line 2:1: The default export has to be/],
    [
      "its own maker",
      "const defineX = (o) => o;\nexport default defineX({ inlet() {} })",
      /^Line 3:1: /,
    ],
    ["options from elsewhere", "export default defineFilter(globalThis.x)", /has to be an object/],
    ["a spread", "export default defineFilter({ ...globalThis.x })", /Write the properties out/],
    [
      "a computed name",
      "export default defineFilter({ ['in' + 'let']() {} })",
      /Write the properties/,
    ],
    [
      "no handler",
      "export default defineFilter({ name: 'x' })",
      /A filter needs inlet, stream or outlet\./,
    ],
    [
      "a handler of another kind",
      "export default definePipe({ pipe() {}, inlet() {} })",
      /A pipe has no inlet/,
    ],
    [
      "a handler from elsewhere",
      "export default defineFilter({ inlet: globalThis.f })",
      /^Line 2:38: inlet has to be a function/,
    ],
    [
      "the whole parameter",
      "export default defineFilter({ inlet(all) {} })",
      /^Line 2:37: inlet has to name what it uses/,
    ],
    [
      "the rest",
      "export default defineFilter({ inlet({ body, ...rest }) {} })",
      /^Line 2:45: inlet has to name each/,
    ],
    [
      "an unknown name",
      "export default defineFilter({ inlet({ __user__ }) {} })",
      /^Line 2:39: inlet is given no `__user__`/,
    ],
    [
      "a computed property",
      "export default defineFilter({ inlet({ [name]: u }) {} })",
      /plain name/,
    ],
  ])("refuses %s, with its place", async (_, rest, message) => {
    await expect(analyse(`${sdk}${rest}`)).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringMatching(message),
    });
  });

  it.each([`x=${"(".repeat(6_000)}`, "[".repeat(190_000), "{".repeat(190_000)])(
    "refuses what is nested so deeply that the parser's process ends: %.10s",
    async (source) => {
      await expect(analyse(source)).rejects.toMatchObject({
        code: "invalid_request",
        message: expect.stringMatching(/nested too deeply/),
      });
    },
  );

  it.each([
    ["signs", `x=${"!".repeat(190_000)}1`],
    ["sums", `x=${"1+".repeat(95_000)}1`],
    ["types", `type A=${"A[".repeat(60_000)}`],
    ["balanced brackets", `x=${"(".repeat(90_000)}1${")".repeat(90_000)}`],
  ])("lives through any nesting: %s", async (_, source) => {
    await expect(analyse(source)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("reads a source once", async () => {
    const analyser = createAnalyser();
    const source = `${sdk}export default defineFilter({ inlet() {} });`;
    const first = analyser.analyse(source);
    expect(analyser.analyse(source)).toBe(first);
    await first;
    expect(analyser.analyse(source)).toBe(first);
  });

  it("keeps lines as they are when it puts addresses in place of what is imported", async () => {
    const source = `${sdk}import { z as zed } from "zod";\nexport default defineFilter({\n inlet() {} });`;
    const [, text = ""] = (await analyse(source)).url.split("base64,");
    const rewritten = Buffer.from(text, "base64").toString();
    expect(rewritten.split("\n")).toHaveLength(source.split("\n").length);
    expect(rewritten).not.toContain('from "zod"');
  });

  it("refuses a source that is too long", async () => {
    const made = analyse(" ".repeat(200_001));
    await expect(made).rejects.toMatchObject({ code: "too_large" });
  });
});

describe("manifestFrom", () => {
  const analysis = { kind: "filter" as const, hooks: { inlet: ["body"] }, url: "" };
  const said = {
    kind: "filter",
    name: "X",
    valves: null,
    userValves: null,
    options: [],
    hooks: ["inlet"],
  };

  it("fills in what a function does not say", () => {
    expect(manifestFrom(analysis, said)).toEqual({
      kind: "filter",
      ...{ name: "X", version: null, description: null, icon: null, author: null },
      permissions: { fetch: [], models: [], storage: false },
      ...{ valves: null, userValves: null, options: [], hooks: { inlet: ["body"] } },
      ...{ priority: 0, toggle: false, whenItFails: "closed", tasks: false },
      ...{ actions: [], pipes: null },
    });
  });

  it.each([
    ["no name", { name: " " }, /`name`/],
    ["a name that is too long", { name: "x".repeat(101) }, /`name`/],
    ["an icon that is none", { icon: "javascript:alert(1)" }, /`icon`/],
    [
      "a host that is none",
      { permissions: { fetch: ["https://example.com/"] } },
      /permissions\.fetch/,
    ],
    ["an unknown permission", { permissions: { files: true } }, /permissions/],
    [
      "two actions with one id",
      {
        actions: [
          { id: "a", name: "A" },
          { id: "a", name: "B" },
        ],
      },
      /one id/,
    ],
    ["an id with a dot", { pipes: [{ id: "a.b", name: "A" }] }, /pipes/],
    ["a policy that is none", { whenItFails: "maybe" }, /whenItFails/],
    ["another kind than its source", { kind: "pipe" }, /not what is written/],
    ["other handlers than its source", { hooks: ["inlet", "outlet"] }, /not what is written/],
    ["a schema without end", { valves: { a: "x".repeat(100_001) } }, /valves/],
  ])("refuses %s", (_, change, message) => {
    expect(() => manifestFrom(analysis, { ...said, ...change })).toThrow(
      expect.objectContaining({ code: "invalid_request", message: expect.stringMatching(message) }),
    );
  });
});
