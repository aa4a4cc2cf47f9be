import { completionRequest } from "@parley/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { goOn } from "./go-on.ts";
import { type Beat, beatsOf } from "./script.ts";

const textOfBeats = (beats: Beat[]) =>
  beats.map((beat) => (beat.kind === "content" ? beat.text : "")).join("");

const after = (said: string) =>
  completionRequest.parse({
    model: "demo-echo",
    messages: [
      { role: "user", content: "go" },
      { role: "assistant", content: said },
    ],
  });

describe("goOn", () => {
  it("says exactly what is missing, wherever the answer was cut", () => {
    const whole = "One two, three and   a fourth word.";
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (cut) => {
        const said = whole.slice(0, cut);
        expect(said + textOfBeats(goOn(after(said), beatsOf(whole)))).toBe(whole);
      }),
    );
  });

  it("changes nothing when no answer was begun", () => {
    const request = completionRequest.parse({
      model: "demo-echo",
      messages: [{ role: "user", content: "go" }],
    });
    const beats = beatsOf("One two");
    expect(goOn(request, beats)).toEqual(beats);
  });

  it.each([
    ["a failure follows", [...beatsOf("So far"), { kind: "fail", message: "!" } satisfies Beat]],
    ["the text was edited", beatsOf("Something else")],
  ])("goes on with something when %s", (_name, beats) => {
    const rest = goOn(after("So far"), beats);
    expect(textOfBeats(rest)).not.toBe("");
    expect(rest.some((beat) => beat.kind === "fail")).toBe(false);
  });
});
