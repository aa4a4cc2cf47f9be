import { modelIds } from "../fixtures/installation.ts";
import { expect, test } from "../fixtures/test.ts";
import { watchTraffic } from "../fixtures/traffic.ts";
import { textFor } from "../model-server/index.ts";

const protocols = [
  { name: "an OpenAI-compatible upstream", model: modelIds.openai, path: "/v1/chat/completions" },
  { name: "Ollama's wire format", model: modelIds.ollama, path: "/api/chat" },
];

for (const { name, model, path } of protocols) {
  test(`a chat with ${name}: the network shows deltas, and never the whole answer again`, async ({
    chat,
    page,
    installation,
  }) => {
    const traffic = watchTraffic(page);
    await chat.openNew(model);
    const question = "E2E:manual:24";
    await chat.ask(question);
    const whole = textFor(question);
    for (let piece = 1; piece <= 12; piece += 1) {
      installation.models.release();
      await expect(chat.answer).toContainText(`piece-${piece}`);
    }
    installation.models.finish();
    await chat.settled();
    await expect(chat.answerText).toHaveText(whole);
    const asked = await installation.models.when(({ code }) => code === "manual");
    expect(asked.path).toBe(path);

    const deltas = traffic.events("turn-delta");
    expect(deltas.length).toBeGreaterThanOrEqual(11);
    // The first piece may have come with the answer to "watch".
    const [first] = deltas;
    expect(first?.at).toBeLessThanOrEqual("piece-1".length);
    expect(deltas.map(({ content }) => content).join("")).toBe(whole.slice(first?.at));
    expect(traffic.events("turn-end")).toHaveLength(1);
    await expect(chat.rows.first()).toContainText("Title of:");

    // Half of the answer in one piece would be a repetition: no frame and no answer carries as much.
    const half = whole.slice(0, whole.length / 2);
    const answers = await traffic.answers();
    expect(answers.map(({ path: procedure }) => procedure).join()).toContain("turns.send");
    for (const text of [...traffic.frames(), ...answers.map(({ body }) => body)]) {
      expect(text).not.toContain(half);
    }
    // The check would see it: opening the chat anew does bring the answer.
    traffic.clear();
    await page.reload();
    await expect(chat.answerText).toHaveText(whole);
    expect((await traffic.answers()).some(({ body }) => body.includes(half))).toBe(true);
  });
}

test("what a model thought does not come a second time either", async ({ chat, page }) => {
  const traffic = watchTraffic(page);
  await chat.openNew();
  await chat.exchange("Hello");
  // From here on the page watches: it hears of the next turn's end, however soon that is.
  traffic.clear();
  await chat.exchange("E2E:think");
  // Short as it is, it may have come with the answer to "watch"; at the end it must not come at all.
  const thought = "First I think about it.";
  const [end] = traffic.events("turn-end");
  expect(end?.reasoningLength).toBe(thought.length);
  expect(JSON.stringify(end)).not.toContain("think");
  await chat.answer.getByTestId("reasoning").getByText("Thoughts").click();
  await expect(chat.answer.getByTestId("reasoning")).toContainText(thought);
});

test("characters that arrive split into bytes are whole on the page", async ({ chat }) => {
  for (const model of [modelIds.openai, modelIds.ollama]) {
    await chat.openNew(model);
    await chat.exchange("E2E:split-utf8");
    await expect(chat.answerText).toHaveText(textFor("E2E:split-utf8"));
  }
});

test("an answer without [DONE], with two of them, or with CRLF ends well", async ({ chat }) => {
  await chat.openNew();
  for (const code of ["E2E:double-done", "E2E:crlf"]) {
    await chat.exchange(code);
    await expect(chat.answerText.last()).toHaveText(textFor(code));
  }
  await chat.exchange("E2E:no-done");
  await expect(chat.answerText.last()).toContainText(textFor("E2E:no-done"));
});
