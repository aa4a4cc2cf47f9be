import { describe, expect, it } from "vitest";
import {
  type ConnectionView,
  changedFields,
  checkInput,
  createInput,
  type Draft,
  draftOf,
  draftProblems,
  newDraft,
  updateInput,
} from "./draft.ts";

const stored: ConnectionView = {
  id: "c1",
  kind: "openai",
  name: "Lab",
  baseUrl: "https://lab.example/v1",
  prefix: "lab",
  weight: 1,
  whenFilterFails: "closed",
  enabled: true,
  hasKey: true,
  status: { state: "ok", reason: null, checkedAt: 0, modelCount: 1 },
};
const edited = (patch: Partial<Draft>): Draft => ({ ...draftOf(stored), ...patch });

describe("changedFields", () => {
  it("finds nothing in a draft that was only opened", () => {
    expect(changedFields(draftOf(stored), stored)).toEqual([]);
  });

  it.each([
    [{ name: "Other" }, ["name"]],
    [{ name: " Lab " }, []],
    [{ baseUrl: "https://lab.example/v1/" }, []],
    [{ baseUrl: "https://other.example/v1" }, ["address"]],
    [{ prefix: "" }, ["prefix"]],
    [{ keyChange: "remove" }, ["key"]],
    [{ weight: " 1.0 " }, []],
    [{ weight: "2" }, ["weight"]],
    [{ keyChange: "replace", apiKey: "" }, []],
    [{ keyChange: "replace", apiKey: "sk-1" }, ["key"]],
  ] satisfies [Partial<Draft>, string[]][])("takes %o for a change of %o", (patch, fields) => {
    expect(changedFields(edited(patch), stored)).toEqual(fields);
  });
});

describe("draftProblems", () => {
  it.each([
    [{ ...newDraft }, { name: "missingName", address: "missingAddress" }],
    [{ ...newDraft, name: "a", baseUrl: "lab.example" }, { address: "badAddress" }],
    [{ ...newDraft, name: "a", baseUrl: "ftp://lab.example" }, { address: "badAddress" }],
    [{ ...newDraft, name: "a", baseUrl: "https://" }, { address: "badAddress" }],
    [{ ...newDraft, name: "a", baseUrl: "http://lab:1", prefix: "a b" }, { prefix: "badPrefix" }],
    [{ ...newDraft, name: "a", baseUrl: "http://lab:1", weight: "lots" }, { weight: "badWeight" }],
    [{ ...newDraft, name: "a", baseUrl: " http://127.0.0.1:11434 " }, {}],
  ] satisfies [Draft, object][])("finds in %o: %o", (draft, problems) => {
    expect(draftProblems(draft)).toEqual(problems);
  });
});

describe("updateInput", () => {
  it("sends only what changed", () => {
    expect(updateInput(edited({ name: "Other" }), stored)).toEqual({ id: "c1", name: "Other" });
  });

  it("keeps the stored key by not naming it, and removes it by null", () => {
    expect(updateInput(edited({}), stored)).not.toHaveProperty("apiKey");
    expect(updateInput(edited({ keyChange: "remove" }), stored)).toEqual({
      id: "c1",
      apiKey: null,
    });
  });
});

describe("createInput", () => {
  it("sends empty fields as none", () => {
    const draft = { ...newDraft, name: " Lab ", baseUrl: " http://lab:1 " };
    expect(createInput(draft)).toEqual({
      kind: "openai",
      name: "Lab",
      baseUrl: "http://lab:1",
      apiKey: null,
      prefix: null,
      weight: 1,
    });
  });
});

describe("checkInput", () => {
  it("checks the stored connection, with its stored key, while neither address nor key changed", () => {
    expect(checkInput(edited({ name: "Other" }), stored)).toEqual({ id: "c1" });
  });

  it("checks what is typed once the address or the key changed", () => {
    expect(checkInput(edited({ keyChange: "replace", apiKey: "sk-1" }), stored)).toEqual({
      kind: "openai",
      baseUrl: "https://lab.example/v1",
      apiKey: "sk-1",
    });
    expect(checkInput(edited({ baseUrl: "http://new:1" }), stored)).toEqual({
      kind: "openai",
      baseUrl: "http://new:1",
      apiKey: null,
    });
  });
});
