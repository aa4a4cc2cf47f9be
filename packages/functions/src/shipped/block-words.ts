import { block, defineFilter, textOf, valve, z } from "@parley/functions";

export default defineFilter({
  name: "Block words",
  version: "1.0.0",
  description: "Stops a question, and if you wish an answer, that holds a word of a list.",
  icon: "octagon-x",
  author: "Parley",
  priority: -50,
  valves: z.object({
    words: z
      .array(z.string().trim().min(1))
      .default([])
      .describe("Whole words or phrases; a star stands for any ending: secret* is also secrets."),
    message: valve(
      z
        .string()
        .default('This can\'t be sent, because it contains "{word}". Change it and send it again.'),
      { multiline: true },
    ).describe("What the person reads. {word} is the word that was found."),
    onlyLast: z
      .boolean()
      .default(false)
      .describe(
        "Look at the newest question only, not at the earlier ones, which the model sees too.",
      ),
    answers: z.boolean().default(false).describe("Stop answers as well, once they are complete."),
  }),

  inlet({ body, valves }) {
    const questions = body.messages.filter(({ role }) => role === "user");
    const looked = valves.onlyLast ? questions.slice(-1) : questions;
    return verdict(looked.map(textOf), valves);
  },

  outlet({ body, valves }) {
    if (!valves.answers) return;
    return verdict(
      body.messages.slice(-1).map(({ content }) => content),
      valves,
    );
  },
});

function verdict(texts: string[], { words, message }: { words: string[]; message: string }) {
  for (const word of words) {
    const found = texts.flatMap((text) => text.normalize().match(patternOf(word)) ?? [])[0];
    if (found) return block(message.replaceAll("{word}", () => found));
  }
  return undefined;
}

/** Scripts that put no space between words: there, a word is found anywhere. */
const withoutSpaces =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u;

function patternOf(word: string): RegExp {
  const written = word
    .normalize()
    .split("*")
    .map((part) =>
      part
        .split(/\s+/)
        .map((one) => RegExp.escape(one))
        .join("\\s+"),
    )
    .join("[\\p{L}\\p{M}\\p{N}_]*");
  if (withoutSpaces.test(word)) return new RegExp(written, "iu");
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])${written}(?![\\p{L}\\p{M}\\p{N}_])`, "iu");
}
