import { describe, expect, it } from "vitest";
import { type ParamsDraft, paramProblems, paramsDraftOf, paramsOf } from "./params.ts";

const draft = (known: Partial<ParamsDraft["known"]>, further = ""): ParamsDraft => ({
  known: { ...paramsDraftOf({}).known, ...known },
  further,
});

describe("paramsOf", () => {
  it.each([
    [{}],
    [{ temperature: 0, top_p: 1, max_tokens: 5, seed: -3, reasoning_effort: "low" }],
    [{ stop: ["\\n", "END"] }],
    [{ stop: ["a,b"] }],
    [{ temperature: "hot", custom: { deep: [1] } }],
  ])("gives back what was stored: %j", (params) => {
    expect(paramsOf(paramsDraftOf(params))).toEqual(params);
  });

  it("reads text as what the key wants", () => {
    expect(paramsOf(draft({ temperature: " 0.5 ", stop: "END, ,STOP", seed: "" }))).toEqual({
      temperature: 0.5,
      stop: ["END", "STOP"],
    });
  });
});

describe("paramProblems", () => {
  it.each([
    [draft({ temperature: "2.1" }), { temperature: "badNumber" }],
    [draft({ top_p: "much" }), { top_p: "badNumber" }],
    [draft({ max_tokens: "0" }), { max_tokens: "badWhole" }],
    [draft({ seed: "1.5" }), { seed: "badWhole" }],
    [draft({}, "[1]"), { further: "badJson" }],
    [draft({}, "{"), { further: "badJson" }],
    [draft({ seed: "1" }, '{"seed": 2}'), { further: "saidTwice" }],
    [draft({ seed: "1", stop: "x" }, '{"top_k": 2}'), {}],
  ])("finds in %j: %j", (one, problems) => {
    expect(paramProblems(one)).toEqual(problems);
  });
});
