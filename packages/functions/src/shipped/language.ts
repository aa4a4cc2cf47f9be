import { defineFilter, z } from "@parley/functions";

export default defineFilter({
  name: "Language",
  version: "1.0.0",
  description: "Notes the language of each answer in a field, when it can be told for certain.",
  icon: "globe",
  author: "Parley",
  priority: 90,
  whenItFails: "open",
  valves: z.object({
    field: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,31}$/)
      .default("language")
      .describe("The name of the field. Its value is a code such as en or de."),
    question: z.boolean().default(false).describe("Look at the question instead of the answer."),
  }),

  outlet({ body, valves }) {
    const answer = body.messages.at(-1);
    if (!answer) return;
    const looked = valves.question ? body.messages.findLast(({ role }) => role === "user") : answer;
    const language = detect(looked?.content ?? "");
    if (language === null) return;
    const told = { ...answer, [valves.field]: language };
    return { ...body, messages: body.messages.with(-1, told) };
  },
});

/** The words that a language can't do without. Those that several share say less; see `weights`. */
const words: Record<string, string> = {
  en: "the of and to in is that it for you was with on are this be have not but from they what which can your there will would",
  de: "der die das und ist nicht ein eine zu den mit von für auf sich dem auch als wie es ich wir sie sind wird bei oder aus kann",
  fr: "le la les des et est une dans que qui pour pas sur vous avec ce il plus au sont cette mais nous ou par je être aux du",
  es: "el la los las y es una en que por con para no se del como más pero su este está son al hay lo muy también puede",
  it: "il la gli di e che è un una per non con sono della del come più ma si anche questo nel alla i le dei può ho perché",
  pt: "o a os as e é um uma em que não com para por do da no na mais como dos mas se você são está ao foi também pode",
  nl: "de het een en van is dat niet in op te voor met zijn je ik aan er maar ook naar bij als dit deze kan wordt worden hebben",
  sv: "och att det som en är på för av inte med den ett till jag du kan har om så men vi också från eller när var ska",
  da: "og at det er en på for af ikke med den til jeg du kan har om så men vi også fra eller når som der blev være hvad",
  pl: "i w nie na się to z że jest do jak co o po ale tak są dla od może przez czy który oraz już być tego ten",
  tr: "ve bir bu için ile de da ne çok daha olarak gibi var ama değil en ben sen kadar olan sonra mi mı şey her o",
  fi: "ja on ei se että en hän oli mutta niin kuin mitä tämä ovat voi joka myös jos kun sen ole tai minä sinä nyt",
  cs: "a je se na to že v s z do jsem ale jak jako tak si by pro po co byl jsou nebo může které který jeho při",
  id: "yang dan di ini itu dengan untuk tidak dari dalam akan pada adalah saya kamu ada bisa juga atau ke oleh karena mereka",
};

/** A word counts less the more languages have it. */
const weights = new Map<string, { language: string; weight: number }[]>();
for (const [language, list] of Object.entries(words)) {
  for (const word of list.split(" ")) {
    weights.set(word, [...(weights.get(word) ?? []), { language, weight: 1 }]);
  }
}
for (const entries of weights.values()) {
  for (const entry of entries) entry.weight = 1 / entries.length;
}

/** A script that one language is written in, mostly. */
const scripts: [RegExp, string][] = [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/gu, "ja"],
  [/\p{sc=Hangul}/gu, "ko"],
  [/\p{sc=Han}/gu, "zh"],
  [/\p{sc=Greek}/gu, "el"],
  [/\p{sc=Hebrew}/gu, "he"],
  [/\p{sc=Thai}/gu, "th"],
];

/** A code such as "en"; null when there is too little text, or two languages are as likely. */
function detect(markdown: string): string | null {
  const text = markdown
    .replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`|https?:\/\/\S+/g, " ")
    .slice(0, 20_000)
    .toLowerCase();
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 4) return null;
  const share = (pattern: RegExp) => (text.match(pattern)?.length ?? 0) / letters;

  // Japanese is written with Chinese signs between its own.
  if (
    share(/\p{sc=Han}|\p{sc=Hiragana}|\p{sc=Katakana}/gu) > 0.5 &&
    share(/[\p{sc=Hiragana}\p{sc=Katakana}]/gu) > 0.1
  ) {
    return "ja";
  }
  const written = scripts.find(([pattern]) => share(pattern) > 0.5);
  if (written) return written[1];
  if (share(/\p{sc=Cyrillic}/gu) > 0.5) return ofTwo(text, { uk: /[іїєґ]/g, ru: /[ыэъё]/g });
  if (share(/\p{sc=Arabic}/gu) > 0.5) return ofTwo(text, { fa: /[پچژگکی]/g, ar: /[ةىيكأإ]/g });
  return share(/\p{sc=Latin}/gu) > 0.5 ? byWords(text) : null;
}

function ofTwo(text: string, signs: Record<string, RegExp>): string | null {
  const counts = Object.entries(signs).map(([language, sign]) => ({
    language,
    score: text.match(sign)?.length ?? 0,
  }));
  return clearest(counts, 2);
}

function byWords(text: string): string | null {
  const found = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  const scores = new Map<string, number>();
  for (const word of found) {
    for (const { language, weight } of weights.get(word) ?? []) {
      scores.set(language, (scores.get(language) ?? 0) + weight);
    }
  }
  const all = [...scores].map(([language, score]) => ({ language, score }));
  const best = clearest(all, 2);
  // Few of a language's commonest words: names, numbers, or a language that is not in the list.
  return (scores.get(best ?? "") ?? 0) / found.length >= 0.1 ? best : null;
}

/** The one that is well ahead of all others; null: none is. */
function clearest(all: { language: string; score: number }[], least: number): string | null {
  const [best, second] = all.toSorted((a, b) => b.score - a.score);
  if (!best || best.score < least) return null;
  return best.score >= (second?.score ?? 0) * 1.4 ? best.language : null;
}
