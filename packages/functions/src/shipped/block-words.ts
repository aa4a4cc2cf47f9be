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
  const patterns = patternsOf(words);
  for (const text of texts) {
    const written = text.normalize();
    const found = patterns.flatMap((pattern) => pattern.exec(written)?.[0] ?? [])[0];
    if (found) return block(message.replaceAll("{word}", () => found));
  }
  return undefined;
}

/** Scripts that put no space between words: there, a word is found anywhere. */
const withoutSpaces =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u;

/** One pattern for all words: a text is read once, however long the list is. */
function patternsOf(words: string[]): RegExp[] {
  const { whole = [], anywhere = [] } = Object.groupBy(words, (word) =>
    withoutSpaces.test(word) ? "anywhere" : "whole",
  );
  const sign = "[\\p{L}\\p{M}\\p{N}_]";
  return [
    ...(whole.length > 0 ? [`(?<!${sign})(?:${whole.map(written).join("|")})(?!${sign})`] : []),
    ...(anywhere.length > 0 ? [anywhere.map(written).join("|")] : []),
  ].map((pattern) => new RegExp(pattern, "iu"));
}

function written(word: string): string {
  const parts = word.normalize().split(/\*+/);
  return parts
    .map((part) =>
      part
        .split(/\s+/)
        .map((one) => RegExp.escape(one))
        .join("\\s+"),
    )
    .join("[\\p{L}\\p{M}\\p{N}_]*");
}
