import { answerOf, given } from "@parley/functions/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import citations from "./citations.ts";

async function cited(text: string, valves = {}) {
  const filter = given(citations, { valves });
  const { body } = await filter.outlet(text);
  const sources = filter.emitted.map((event) =>
    event.type === "citation" ? [event.data.source.name, event.data.source.url] : event,
  );
  return { text: answerOf(body).content, sources };
}

it("makes sources of bare links, numbered in order, each once", async () => {
  const { text, sources } = await cited(
    "See https://www.a.example/x, then (https://b.example/y_(z)). Again https://www.a.example/x",
  );
  expect(sources).toEqual([
    ["a.example", "https://www.a.example/x"],
    ["b.example", "https://b.example/y_(z)"],
  ]);
  expect(text).toBe(
    "See [\\[1\\]](https://www.a.example/x), then ([\\[2\\]](https://b.example/y_(z))). Again [\\[1\\]](https://www.a.example/x)\n\n**Sources**\n\n1. [a.example](https://www.a.example/x)\n2. [b.example](https://b.example/y_(z))",
  );
});

it("resolves numbers by the list that the answer brings, and keeps the numbers", async () => {
  const { text, sources } = await cited(
    'It rains [2][1].\n\n[1]: https://a.example "First"\n[2] Second - https://b.example',
  );
  expect(sources).toEqual([
    ["First", "https://a.example"],
    ["Second", "https://b.example"],
  ]);
  expect(text).toBe(
    "It rains [\\[2\\]](https://b.example)[\\[1\\]](https://a.example).\n\n**Sources**\n\n1. [First](https://a.example)\n2. [Second](https://b.example)",
  );
});

it("takes a numbered list for sources only when its numbers are used", async () => {
  const list = "1. [One](https://a.example)\n2. [Two](https://b.example)";
  expect((await cited(`Look:\n${list}`)).text).toContain(`Look:\n${list}\n\n**Sources**`);
  expect((await cited(`It is so [1].\n${list}`, { list: false })).text).toContain(list);
});

it("leaves Markdown links as they are, and names the source by them", async () => {
  const { text, sources } = await cited("Read [the guide](https://a.example/g).", { list: false });
  expect(text).toBe("Read [the guide](https://a.example/g).");
  expect(sources).toEqual([["the guide", "https://a.example/g"]]);
});

it.each([
  "No link at all [1], list[0] and [2].",
  "```sh\ncurl https://a.example\n```",
  "Use `https://a.example` here.",
  "An ![image](https://a.example/p.png) is no source.",
  "[mail](mailto:a@b.example)",
  "",
])("finds nothing in %j", async (text) => {
  expect(await cited(text)).toEqual({ text, sources: [] });
});

it("stops at the most", async () => {
  const { sources } = await cited("https://a.example https://b.example", { most: 1 });
  expect(sources).toHaveLength(1);
});

it("never touches code, whatever stands around it", async () => {
  const code = "```\nhttps://code.example [1]\n```";
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (before, after) => {
      fc.pre(!/[`~]/.test(before + after));
      const { text } = await cited(`${before}\n${code}\n${after}`);
      expect(text).toContain(code);
    }),
  );
});

it.each([
  ["brackets", "[".repeat(200_000)],
  ["a line of dashes", `1. ${"- ".repeat(100_000)} [1]`],
  ["links without an end", "[a](".repeat(60_000)],
  ["ticks", "` `` ``".repeat(40_000)],
])("takes many %s in its stride", async (_, hostile) => {
  expect(await cited(hostile)).toEqual({ text: hostile, sources: [] });
});
