import { describe, expect, it } from "vitest";
import { type ChatState, newChatState } from "./chat-state.ts";
import { type KeyPress, sends } from "./keys.ts";
import {
  canContinue,
  canEdit,
  canRegenerate,
  canSend,
  modelNameOf,
  placeOf,
  siblingOf,
} from "./predicates.ts";
import type { BranchMessage, ModelInfo } from "./types.ts";

const model: ModelInfo = {
  id: "m",
  name: "Model",
  kind: "upstream",
  description: null,
  ownedBy: "openai",
  baseModelId: null,
  hidden: false,
  meta: {},
  connectionId: "c",
  connectionName: "C",
  demo: false,
  available: true,
  reason: null,
};

function message(change: Partial<BranchMessage> = {}): BranchMessage {
  return {
    chatId: "c",
    id: "a",
    parentId: "q",
    role: "assistant",
    content: "text",
    status: "done",
    model: "m",
    metadata: {},
    activeChildId: null,
    createdAt: 0,
    siblingIds: ["a"],
    ...change,
  };
}

function state(messages: BranchMessage[], change: Partial<ChatState> = {}): ChatState {
  return { ...newChatState("c", "new"), phase: "ready", messages, ...change };
}

describe("canSend", () => {
  it.each<[rule: string, state: ChatState, draft: string, model: ModelInfo | null, can: boolean]>([
    ["some text", state([]), "hello", model, true],
    ["a new chat", state([], { phase: "new" }), "hello", model, true],
    ["nothing", state([]), "", model, false],
    ["white space", state([]), " \n", model, false],
    ["no model", state([]), "hello", null, false],
    ["a model that is away", state([]), "hello", { ...model, available: false }, false],
    ["an answer that runs", state([message({ status: "streaming" })]), "hello", model, false],
    ["a chat that loads", state([], { phase: "loading" }), "hello", model, false],
  ])("with %s", (...[, chat, draft, chosen, can]) => {
    expect(canSend(chat, draft, chosen)).toBe(can);
  });
});

describe("what can be done with a message", () => {
  const streaming = message({ id: "s", status: "streaming" });
  const pending = { afterId: null, messages: [message()] };

  it.each<[rule: string, message: BranchMessage, change: Partial<ChatState>, can: boolean[]]>([
    ["a complete answer", message(), {}, [true, true, false]],
    ["a stopped answer", message({ status: "stopped" }), {}, [true, true, true]],
    ["an interrupted answer", message({ status: "interrupted" }), {}, [true, true, true]],
    ["a failed answer", message({ status: "error" }), {}, [true, true, true]],
    ["a running answer", streaming, {}, [false, false, false]],
    ["an answer while another runs", message(), { messages: [streaming] }, [false, true, false]],
    ["what is not stored yet", message(), { pending }, [false, false, false]],
    ["a question", message({ role: "user" }), {}, [false, true, false]],
    ["a system message", message({ role: "system" }), {}, [false, false, false]],
  ])("%s: regenerate, edit, continue", (...[, subject, change, can]) => {
    const chat = state([subject], change);
    expect([
      canRegenerate(chat, subject),
      canEdit(chat, subject),
      canContinue(chat, subject),
    ]).toEqual(can);
  });
});

describe("alternatives of a message", () => {
  const second = message({ id: "b", siblingIds: ["a", "b", "c"] });

  it("have a place among each other", () => {
    expect(placeOf(second)).toEqual({ place: 2, count: 3 });
    expect(placeOf(message())).toBeNull();
  });

  it("end at both ends", () => {
    expect(siblingOf(second, -1)).toBe("a");
    expect(siblingOf(second, 1)).toBe("c");
    expect(siblingOf({ ...second, id: "c" }, 1)).toBeNull();
    expect(siblingOf({ ...second, id: "a" }, -1)).toBeNull();
  });
});

describe("modelNameOf", () => {
  it.each<[rule: string, message: BranchMessage, name: string | null]>([
    ["takes the recorded name", message({ metadata: { parley: { modelName: "Old" } } }), "Old"],
    ["else the list's name", message(), "Model"],
    ["else the id", message({ model: "gone" }), "gone"],
    ["knows none", message({ model: null }), null],
  ])("%s", (_rule, subject, name) => {
    expect(modelNameOf(subject, [model])).toBe(name);
  });
});

describe("sends", () => {
  const press = (change: Partial<KeyPress> = {}): KeyPress => ({
    key: "Enter",
    keyCode: 13,
    isComposing: false,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...change,
  });
  const enter = { sendKey: "enter", isTouch: false } as const;
  const modEnter = { sendKey: "mod-enter", isTouch: false } as const;
  const touch = { sendKey: "enter", isTouch: true } as const;

  it.each([
    ["Enter sends", press(), enter, true],
    ["Shift+Enter does not", press({ shiftKey: true }), enter, false],
    ["another key does not", press({ key: "a" }), enter, false],
    ["Enter in a composition does not", press({ isComposing: true }), enter, false],
    ["Safari's Enter after a composition does not", press({ keyCode: 229 }), enter, false],
    ["Enter does not where Ctrl+Enter is set", press(), modEnter, false],
    ["Ctrl+Enter does where it is set", press({ ctrlKey: true }), modEnter, true],
    ["Cmd+Enter does where it is set", press({ metaKey: true }), modEnter, true],
    ["Enter on a touch keyboard does not", press(), touch, false],
  ])("%s", (...[, key, options, expected]) => {
    expect(sends(key, options)).toBe(expected);
  });
});
