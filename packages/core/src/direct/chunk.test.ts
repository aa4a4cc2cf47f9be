import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rebuildChunk } from "./chunk.ts";

const rebuilt = (value: unknown) => rebuildChunk(JSON.stringify(value));
const said = { choices: [{ index: 0, delta: { content: "hi" }, finish_reason: null }] };

describe("S-13: what a browser sends as a chunk is data", () => {
  it.each<[string, string]>([
    ["an event", '"event":{"type":"execute","data":{"code":"alert(1)"}}'],
    ["a type", '"type":"execute"'],
    ["a type of a tool", '"type":"execute:tool","data":{}'],
    ["a type of a chat", '"type":"chat:message:delta","data":{"content":"x"}'],
    ["an arena's pick", '"selected_model_id":"gpt-4"'],
    ["sources", '"sources":[{"document":["x"]}]'],
    ["an error", '"error":{"message":"no","detail":"no"}'],
    ["an end", '"done":true'],
    ["a prototype", '"__proto__":{"polluted":true,"usage":{"total_tokens":1}}'],
    ["a constructor", '"constructor":{"prototype":{"polluted":true}}'],
    ["another model", '"model":"gpt-4","object":"x","system_fingerprint":"f"'],
    ["keys that nobody knows", '"x":1,"metadata":{"parley":{}},"chat_id":"c"'],
  ])("drops %s beside the text", (_, more) => {
    const chunk = rebuildChunk(
      `{${more},"choices":[{"index":0,${more},"delta":{"content":"hi",${more}}}]}`,
    );
    expect(JSON.parse(JSON.stringify(chunk))).toEqual(said);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("keeps what an answer consists of", () => {
    const chunk = {
      id: "chatcmpl-1",
      choices: [
        {
          index: 0,
          delta: {
            role: "assistant",
            content: "a",
            reasoning: "b",
            reasoning_content: "c",
            refusal: "d",
            tool_calls: [{ index: 1, id: "call_1", function: { name: "f", arguments: "{}" } }],
          },
          finish_reason: "tool_calls",
        },
      ],
      usage: {
        prompt_tokens: 1,
        completion_tokens: 2,
        total_tokens: 3,
        prompt_tokens_details: { cached_tokens: 1 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    };
    expect(rebuilt(chunk)).toEqual(chunk);
  });

  it.each<[string, unknown, unknown]>([
    ["content that is no text", { delta: { content: { type: "x" } } }, {}],
    ["another role", { delta: { role: "system", content: "a" } }, { content: "a" }],
    ["a choice that is none", "text", null],
    ["a second choice", { index: 1, delta: { content: "a" } }, null],
    ["a call at a huge place", { delta: { tool_calls: [{ index: 4e9 }] } }, { tool_calls: [] }],
    ["a call at no place", { delta: { tool_calls: [{ index: -1 }, null] } }, { tool_calls: [] }],
  ])("reads %s as nothing", (_, choice, delta) => {
    const chunk = rebuilt({ choices: [choice] });
    expect(chunk?.choices[0]?.delta ?? null).toEqual(delta);
  });

  it.each(["", "x", "[]", "null", "7", '"text"', "[DONE]"])("%s is no chunk", (text) => {
    expect(rebuildChunk(text)).toBeNull();
  });

  it("counts numbers only", () => {
    const usage = { prompt_tokens: -1, completion_tokens: "9", total_tokens: 4, cost: 3 };
    expect(rebuilt({ usage })?.usage).toEqual({ total_tokens: 4 });
  });

  it("never gives a key that is not on the list, whatever comes", () => {
    const listed = new Set(
      [
        "id choices usage index delta finish_reason role content reasoning reasoning_content",
        "refusal tool_calls function name arguments prompt_tokens completion_tokens total_tokens",
        "prompt_tokens_details completion_tokens_details cached_tokens reasoning_tokens",
      ].flatMap((line) => line.split(" ")),
    );
    const key = fc.oneof(fc.constantFrom(...listed, "__proto__", "event", "error"), fc.string());
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<unknown>(null, 0, -1, 1.5, "text", true),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(value, (sent) => {
        const keys: string[] = [];
        JSON.stringify(rebuilt(sent), (name, inner: unknown) => {
          keys.push(name);
          return inner;
        });
        const unlisted = keys.filter((name) => !/^\d*$/.test(name) && !listed.has(name));
        expect(unlisted).toEqual([]);
      }),
    );
  });
});
