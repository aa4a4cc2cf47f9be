import { answered, given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import explain from "./explain.ts";

it("shows an explanation below the answer, which stays as it is", async () => {
  const action = given(explain, { complete: () => "It rains.\n\nThat is <b>all</b>." });
  expect(await action.action(answered("Precipitation is likely."), "simply")).toEqual({
    page: {
      title: "This answer, explained",
      html: expect.stringContaining("<p>It rains.</p><p>That is &lt;b&gt;all&lt;/b&gt;.</p>"),
    },
  });
  expect(action.completed[0]?.messages[1]?.content).toBe(
    "Question:\nA question\n\nAnswer:\nPrecipitation is likely.",
  );
  expect(action.emitted.at(-1)).toMatchObject({ type: "status", data: { done: true } });
});

it("explains the terms when that button was pressed", async () => {
  const action = given(explain, { complete: () => "Rain: water." });
  expect(await action.action("It rains.", "terms")).toMatchObject({
    page: { title: "Terms in this answer" },
  });
  expect(action.completed[0]?.messages[0]?.content).toContain("List the terms");
});

it("explains to whom the person said, by the model that an admin named", async () => {
  const action = given(explain, {
    complete: () => "So.",
    userValves: { reader: "a child of ten" },
    valves: { explainer: "small" },
  });
  await action.action("It rains.", "simply");
  expect(action.completed[0]?.model).toBe("small");
  expect(action.completed[0]?.messages[0]?.content).toContain("to a child of ten");
});

it("says so when there is nothing to explain, or no explanation", async () => {
  expect(await given(explain).action(answered(" "))).toMatchObject({
    notification: { type: "warning" },
  });
  expect(await given(explain, { complete: () => "" }).action("It rains.")).toMatchObject({
    notification: { type: "error" },
  });
});
