import { answered, answerOf, asked, given } from "@parley/functions/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import redact from "./redact.ts";

async function redacted(text: string, valves = {}) {
  const { body } = await given(redact, { valves }).inlet(text);
  return body.messages[0]?.content;
}

describe("what is taken out", () => {
  it.each([
    ["my key is sk-abcdefghijklmnop1234", "my key is [KEY_1]"],
    ["sk-proj-AbCdEfGhIjKlMnOpQrSt_uv-wx", "[KEY_1]"],
    ["token ghp_abcdefghijklmnopqrstuvwxyz012345 here", "token [KEY_1] here"],
    ["AKIAIOSFODNN7EXAMPLE", "[KEY_1]"],
    ["Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "Bearer [KEY_1]"],
    ["-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "[KEY_1]"],
    ["pay 4111 1111 1111 1111 now", "pay [CARD_1] now"],
    ["5500-0000-0000-0004", "[CARD_1]"],
    ["DE89 3704 0044 0532 0130 00", "[IBAN_1]"],
    ["GB29NWBK60161331926819.", "[IBAN_1]."],
    ["write to ada.l+x@mail.example.co.uk, please", "write to [EMAIL_1], please"],
    ["jürgen@müller.example", "[EMAIL_1]"],
    ["at 192.168.0.1:8080", "at [IP_1]:8080"],
    ["the end is 10.0.0.7.", "the end is [IP_1]."],
    ["2001:db8::ff00:42:8329", "[IP_1]"],
    ["call +49 30 901820-11", "call [PHONE_1]"],
    ["call 030 9018 2011", "call [PHONE_1]"],
    ["call (555) 123-4567", "call [PHONE_1]"],
  ])("%s", async (text, expected) => {
    expect(await redacted(text)).toBe(expected);
  });

  it.each([
    "4111 1111 1111 1112 fails Luhn's check",
    "0000 0000 0000 0000 is no card",
    "DE88 3704 0044 0532 0130 00 has a wrong check number",
    "300.1.1.1 is no address",
    "it was 12:30:45 on 2026-11-21",
    "std::vector and a::b",
    "version 1.2.3 of 5000000 things",
    "sk-short",
    "",
  ])("leaves alone: %s", async (text) => {
    expect(await redacted(text)).toBe(text);
  });

  it("takes out only the kinds that are wanted", async () => {
    const text = "a@b.example, 10.0.0.1";
    expect(await redacted(text, { kinds: ["ip"] })).toBe("a@b.example, [IP_1]");
  });

  it("takes out words of an admin's list", async () => {
    expect(await redacted("Project Nightjar is late", { words: ["Nightjar"] })).toBe(
      "Project [WORD_1] is late",
    );
  });

  it("gives equal values one placeholder, in all messages and parts of the request", async () => {
    const { body } = await given(redact).inlet({
      model: "m",
      messages: [
        { role: "system", content: "Ada is a@b.example" },
        {
          role: "user",
          content: [
            { type: "text", text: "c@d.example, a@b.example" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
          ],
        },
      ],
    });
    expect(body.messages).toEqual([
      { role: "system", content: "Ada is [EMAIL_1]" },
      {
        role: "user",
        content: [
          { type: "text", text: "[EMAIL_2], [EMAIL_1]" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        ],
      },
    ]);
  });

  it("never uses a placeholder that the person wrote", async () => {
    expect(await redacted("[EMAIL_1] is not a@b.example")).toBe("[EMAIL_1] is not [EMAIL_2]");
  });
});

describe("what is put back", () => {
  it("restores a placeholder that comes in pieces", async () => {
    const filter = given(redact);
    await filter.inlet("I am a@b.example");
    expect(await filter.streamed(["Hello [EM", "AIL_", "1", "], hello"])).toBe(
      "Hello a@b.example, hello",
    );
  });

  it("lets go of what only looked like a placeholder, at the latest with the last piece", async () => {
    const filter = given(redact);
    await filter.inlet("I am a@b.example");
    expect(await filter.streamed(["a [E", "nd] and [EMAIL_1"])).toBe("a [End] and [EMAIL_1");
  });

  it("restores thoughts as well", async () => {
    const filter = given(redact);
    await filter.inlet("I am a@b.example");
    const event = { choices: [{ index: 0, delta: { reasoning_content: "so [EMAIL_1]" } }] };
    expect((await filter.stream(event))?.choices?.[0]?.delta).toEqual({
      reasoning_content: "so a@b.example",
    });
  });

  it("passes pieces without text as they are", async () => {
    const filter = given(redact);
    await filter.inlet("I am a@b.example");
    const usage = { choices: [], usage: { prompt_tokens: 1 } };
    expect(await filter.stream(usage)).toEqual(usage);
  });

  it("restores an answer that was not streamed", async () => {
    const filter = given(redact);
    await filter.inlet("I am a@b.example");
    const { body } = await filter.outlet(answered("You are [EMAIL_1], not [EMAIL_9]"));
    expect(answerOf(body).content).toBe("You are a@b.example, not [EMAIL_9]");
  });

  it("keeps the placeholders when it is told so", async () => {
    const filter = given(redact, { valves: { restore: false } });
    await filter.inlet("I am a@b.example");
    expect(await filter.streamed(["You are [EMAIL_1]"])).toBe("You are [EMAIL_1]");
    const { body } = await filter.outlet("You are [EMAIL_1]");
    expect(answerOf(body).content).toBe("You are [EMAIL_1]");
  });
});

const secret = fc.constantFrom(
  "a@b.example",
  "4111 1111 1111 1111",
  "+49 30 901820",
  "10.0.0.1",
  "sk-abcdefghijklmnop1234",
  "DE89370400440532013000",
);
const looksAlike = fc.constantFrom(
  "[EMAIL_1]",
  "[CARD_2]",
  "[EMAIL_",
  "[",
  "]",
  "_1]",
  "IP_1",
  "$&",
);
const text = fc
  .array(fc.oneof(secret, looksAlike, fc.string(), fc.constant(" ")))
  .map((all) => all.join(""));

describe("what always holds", () => {
  it("gives back exactly what was taken, wherever the answer is cut", async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(200)), async (original, cuts) => {
        const filter = given(redact);
        const { body } = await filter.inlet(original);
        const echo = String(body.messages[0]?.content);
        const places = [0, ...cuts.filter((cut) => cut < echo.length), echo.length].sort(
          (a, b) => a - b,
        );
        const pieces = places.slice(1).map((end, place) => echo.slice(places[place], end));
        expect(await filter.streamed(pieces)).toBe(original);
        const { body: after } = await filter.outlet(answered(echo));
        expect(answerOf(after).content).toBe(original);
      }),
    );
  });

  it("lets no secret through that stands by itself", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(secret, { minLength: 1 }), async (secrets) => {
        const { body } = await given(redact).inlet(asked(secrets.join(" ; ")));
        for (const one of secrets) expect(body.messages[0]?.content).not.toContain(one);
      }),
    );
  });
});

describe("long texts that are hard to read", () => {
  it.each([
    ["signs without an @", "a".repeat(300_000)],
    ["addresses that end too early", "a@".repeat(100_000)],
    ["colons", `${":".repeat(200_000)}g`],
    ["keys that never come", "-eyJ-sk-".repeat(40_000)],
    ["keys without an end", "-----BEGIN PRIVATE KEY-----".repeat(10_000)],
    ["digits", "1 ".repeat(100_000)],
    ["very many addresses", "a@b.example ".repeat(20_000)],
  ])("takes %s in its stride", async (_, hostile) => {
    expect((await given(redact).inlet(hostile)).blocked).toBe(null);
  });
});
