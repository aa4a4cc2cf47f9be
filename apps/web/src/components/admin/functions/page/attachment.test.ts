import { describe, expect, it } from "vitest";
import { withFunction } from "./attachment.ts";

const filter = { id: "redact", kind: "filter" as const };
const action = { id: "note", kind: "action" as const };

describe("a model's notes", () => {
  it("name what is attached, and keep what else is noted", () => {
    const meta = { tone: "dry", filterIds: ["other"] };
    const attached = withFunction(meta, filter, { what: "attached", isOn: true });
    expect(attached).toEqual({ tone: "dry", filterIds: ["other", "redact"] });
    expect(withFunction(attached, filter, { what: "attached", isOn: false })).toEqual(meta);
    expect(withFunction({}, action, { what: "attached", isOn: true })).toEqual({
      actionIds: ["note"],
    });
  });

  it("name a function once, and no empty list", () => {
    const meta = { filterIds: ["redact"] };
    expect(withFunction(meta, filter, { what: "attached", isOn: true })).toEqual(meta);
    expect(withFunction(meta, filter, { what: "attached", isOn: false })).toEqual({});
  });

  it("say which filters new chats have on", () => {
    expect(withFunction({}, filter, { what: "onAtFirst", isOn: true })).toEqual({
      defaultFilterIds: ["redact"],
    });
  });
});
