import type { JsonObject } from "@parley/core";
import { describe, expect, it } from "vitest";
import { changedFields, draftOf, valuesOf } from "./draft.ts";
import { fieldsOf } from "./fields.ts";

const field = (property: JsonObject, value?: JsonObject[string], more: JsonObject = {}) =>
  fieldsOf({ properties: { v: property }, ...more }, value === undefined ? {} : { v: value })[0];

const level = { enum: ["low", "high"], title: "Level", type: "string" };

describe("a valve's field", () => {
  it.each<[string, JsonObject, object, boolean]>([
    ["text", { type: "string" }, { is: "text", secret: false, long: false }, false],
    ["a secret", { type: "string", format: "password" }, { is: "text", secret: true }, false],
    ["a whole number", { type: "integer" }, { is: "number", whole: true }, false],
    ["a number", { type: "number" }, { is: "number", whole: false }, false],
    ["yes or no", { type: "boolean" }, { is: "boolean" }, false],
    ["a choice", level, { is: "choice", options: ["low", "high"] }, false],
    ["a list of texts", { type: "array", items: { type: "string" } }, { is: "list" }, false],
    ["JSON", { type: "array", items: { type: "integer" } }, { is: "json" }, false],
    ["JSON", { type: "object" }, { is: "json" }, false],
    ["JSON", {}, { is: "json" }, false],
    [
      "text or nothing",
      { anyOf: [{ type: "string" }, { type: "null" }] },
      { is: "text", secret: false },
      true,
    ],
    ["text or nothing", { type: ["string", "null"] }, { is: "text", secret: false }, true],
    ["JSON", { anyOf: [{ type: "string" }, { type: "integer" }] }, { is: "json" }, false],
  ])("is for %s: %j", (...[, property, kind, nullable]) => {
    expect(field(property)).toMatchObject({ kind, nullable });
  });

  it.each([{ $ref: "#/$defs/Level" }, { allOf: [{ $ref: "#/$defs/Level" }], default: "low" }])(
    "follows %j",
    (property) => {
      const found = field(property, "low", { $defs: { Level: level } });
      expect(found).toMatchObject({ label: "v", kind: { is: "choice" } });
    },
  );

  it("has the schema's title and description, else its name", () => {
    const property = { type: "string", title: "Key", description: "Of the service." };
    expect(field(property)).toMatchObject({ label: "Key", description: "Of the service." });
    expect(field({ type: "string" })).toMatchObject({ label: "v", description: null });
  });

  it.each([
    [{ type: "string" }, 7],
    [level, "middle"],
  ])("is JSON when the value is not what the schema says: %j %j", (property, value) => {
    expect(field(property, value)).toMatchObject({ kind: { is: "json" } });
  });

  it("has room for a text of several lines", () => {
    expect(field({ type: "string" }, "two\nlines")).toMatchObject({ kind: { long: true } });
  });

  it("is there for values that the schema does not name, and for a schema that is none", () => {
    const values = { a: "x", b: 1, c: true, d: ["y"], e: { f: 1 } };
    const kinds = fieldsOf({ properties: "?" }, values).map(({ kind }) => kind.is);
    expect(kinds).toEqual(["text", "number", "boolean", "list", "json"]);
  });
});

describe("valves from a form", () => {
  const properties = {
    text: { type: "string" },
    none: { anyOf: [{ type: "string" }, { type: "null" }] },
    count: { type: "integer" },
    on: { type: "boolean" },
    level,
    list: { type: "array", items: { type: "string" } },
    deep: { type: "object" },
  };
  const values: JsonObject = {
    ...{ text: "", none: null, count: 3, on: true, level: "low" },
    ...{ list: ["*"], deep: { a: [1] }, unknown: "stays" },
  };
  const fields = fieldsOf({ properties }, values);
  const stored = draftOf(fields, values);
  const read = (change: Record<string, string>) =>
    valuesOf(fields, { draft: { ...stored, ...change }, values });

  it("are what is stored until something is changed", () => {
    expect(changedFields(fields, { draft: stored, values })).toEqual([]);
    expect(read({})).toEqual({ values, problems: {} });
  });

  it.each<[string, string, JsonObject[string]]>([
    ["text", " kept as typed ", " kept as typed "],
    ["none", "something", "something"],
    ["count", "-4", -4],
    ["on", "false", false],
    ["level", '"high"', "high"],
    ["list", " a \n\n b", ["a", "b"]],
    ["list", "", []],
    ["deep", '{"b":null}', { b: null }],
    ["deep", "null", null],
  ])("%s: %j is saved as %j", (name, text, value) => {
    expect(read({ [name]: text })).toEqual({ values: { ...values, [name]: value }, problems: {} });
  });

  it("are nothing where nothing is allowed and nothing is entered", () => {
    const before = { ...values, none: "something" };
    const draft = { ...draftOf(fields, before), none: "" };
    expect(valuesOf(fields, { draft, values: before }).values.none).toBeNull();
  });

  it.each([
    ["count", "", "notNumber"],
    ["count", "many", "notNumber"],
    ["count", "1.5", "notWhole"],
    ["deep", "{", "notJson"],
    ["deep", "", "notJson"],
    ["deep", '1,"other":2', "notJson"],
  ])("%s: %j is a problem: %s", (name, text, problem) => {
    expect(read({ [name]: text }).problems).toEqual({ [name]: { is: problem } });
  });
});

describe("valves of functions", () => {
  const properties = {
    name: { type: "string", default: "Ada", minLength: 2 },
    note: { type: "string", input: { multiline: true, placeholder: "Anything" } },
    token: { type: "string", input: { secret: true } },
    voice: { type: "string", input: { options: "voices" } },
    share: { type: "number", minimum: 0, maximum: 1, default: 0.5 },
    size: { anyOf: [{ const: "small" }, { const: "large" }] },
    auth: {
      type: "object",
      properties: {
        user: { type: "string", default: "me" },
        key: { type: "string", input: { secret: true } },
        depth: { type: "object", properties: { level: { type: "integer" } }, required: ["level"] },
      },
      required: ["depth"],
    },
  };
  const spec: JsonObject = { properties, required: ["size"] };
  const options = { mayLack: true };
  const read = (change: Record<string, string>, values: JsonObject = {}) => {
    const fields = fieldsOf(spec, values, options);
    return valuesOf(fields, { draft: { ...draftOf(fields, values), ...change }, values });
  };

  it("are asked for as their schema says", () => {
    const kinds = fieldsOf(spec, {}, options).map(({ kind }) => kind);
    expect(kinds).toMatchObject([
      { is: "text", shortest: 2 },
      { is: "text", long: true },
      { is: "secret" },
      { is: "asked", options: "voices" },
      { is: "number", least: 0, most: 1 },
      { is: "choice", options: ["small", "large"] },
      {
        is: "group",
        fields: [{ name: "auth.user" }, { name: "auth.key" }, { name: "auth.depth" }],
      },
    ]);
    expect(fieldsOf(spec, {}, options)[1]).toMatchObject({ placeholder: "Anything" });
  });

  it("show what counts while nothing is set, and are not stored for that", () => {
    const fields = fieldsOf(spec, {}, options);
    expect(draftOf(fields, {})).toMatchObject({ name: "Ada", share: "0.5", "auth.user": "me" });
    expect(read({})).toEqual({ values: {}, problems: {} });
  });

  it("are changed inside of groups, which keep what else they hold", () => {
    const before = { auth: { user: "you", other: 1 } };
    expect(read({ "auth.depth.level": "3" }, before).values).toEqual({
      auth: { user: "you", other: 1, depth: { level: 3 } },
    });
  });

  it("leave out a secret that stays, and name one that is new or is to go", () => {
    expect(read({ token: "" }).values).toEqual({});
    expect(read({ token: "null", "auth.key": '"s3cret"' }).values).toEqual({
      token: null,
      auth: { key: "s3cret" },
    });
  });

  it("are taken out when a field that may be empty is emptied", () => {
    expect(read({ note: "" }, { note: "old", name: "Bo" }).values).toEqual({ name: "Bo" });
  });

  it.each([
    ["name", "A", { is: "tooShort", limit: 2 }],
    ["name", "", { is: "missing" }],
    ["share", "2", { is: "tooBig", limit: 1 }],
    ["share", "-1", { is: "tooSmall", limit: 0 }],
    ["auth.depth.level", "x", { is: "notNumber" }],
  ])("%s: %j is a problem: %j", (name, text, problem) => {
    expect(read({ [name]: text }).problems).toEqual({ [name]: problem });
  });
});
