import { type Chunk, defineFilter, mapText, z } from "@parley/functions";

/** What can be found, the surest first: where two overlap, the earlier one counts. */
const kinds = ["key", "iban", "card", "email", "ip", "phone"] as const;
type Kind = (typeof kinds)[number];

/**
 * Each begins where a word does, and what repeats is bounded or can't be read in two ways: a long text
 * costs no more than its length.
 */
const patterns: Record<Kind, { pattern: RegExp; isReal?: (text: string) => boolean }[]> = {
  key: [
    { pattern: /-----BEGIN ([A-Z ]{0,30}PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g },
    { pattern: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g },
    { pattern: /(?<![\w-])(?:sk|pk|rk)[-_](?:[a-z]{1,20}[-_]){0,5}[A-Za-z0-9]{16,}[\w-]*/g },
    { pattern: /(?<![\w-])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,})/g },
    { pattern: /(?<![\w-])(?:xox[abprs]-[\w-]{10,}|hf_[A-Za-z0-9]{20,})/g },
    { pattern: /(?<![\w-])(?:(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30,})/g },
  ],
  iban: [
    { pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, isReal: isIban },
  ],
  card: [{ pattern: /(?<![\w-])[2-6](?:[ -]?\d){12,18}(?![\w-])/g, isReal: isCard }],
  email: [
    {
      pattern:
        /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu,
    },
  ],
  ip: [
    { pattern: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\w)/g, isReal: isIpv4 },
    { pattern: /(?<![\w:.])(?=[\da-f]{0,4}:)[\da-f:]{3,39}(?![\w:])/gi, isReal: isIpv6 },
  ],
  phone: [
    { pattern: /(?<![\w+])\+\d(?:[ ./()-]{0,2}\d){7,14}(?!\w)/g },
    {
      pattern: /(?<![\w.+-]|\d )\(?0[1-9]\d{0,3}\)?[ /-]\d(?:[ -]?\d){5,9}(?![ -]?\d|\w)/g,
    },
    { pattern: /(?<![\w.+-]|\d )(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?!\w)/g },
  ],
};

const placeholder = /\[(?:KEY|IBAN|CARD|EMAIL|IP|PHONE|WORD)_\d+\]/g;
/** What may still become a placeholder when more text comes. */
const beginning = /\[(?:[A-Z]{1,5}(?:_\d{0,6})?)?$/;

export default defineFilter({
  name: "Redact",
  version: "1.0.0",
  description:
    "Keeps secrets and personal data from the model: it sees [EMAIL_1], the person reads the real address.",
  icon: "shield-check",
  author: "Parley",
  priority: -100,
  tasks: true,
  valves: z.object({
    kinds: z
      .array(z.enum(kinds))
      .default([...kinds])
      .describe(
        "What is taken out: keys, bank accounts, cards, e-mail, IP addresses, phone numbers.",
      ),
    words: z
      .array(z.string().min(1))
      .default([])
      .describe("Names or other words that are always taken out, as they are written here."),
    restore: z
      .boolean()
      .default(true)
      .describe("Put the real values back into the answer. Off: the placeholders stay."),
  }),

  inlet({ body, valves, state }) {
    const taken = new Set(
      body.messages.flatMap((message) => JSON.stringify(message).match(placeholder) ?? []),
    );
    const names = new Map<string, string>();
    const count: Record<string, number> = {};
    const nameOf = (value: string, kind: string) => {
      const known = names.get(value);
      if (known) return known;
      let name: string;
      do {
        count[kind] = (count[kind] ?? 0) + 1;
        name = `[${kind.toUpperCase()}_${count[kind]}]`;
      } while (taken.has(name));
      names.set(value, name);
      return name;
    };
    const redact = (text: string) => {
      let result = "";
      let done = 0;
      for (const { start, end, kind } of findAll(text, valves)) {
        result += text.slice(done, start) + nameOf(text.slice(start, end), kind);
        done = end;
      }
      return result + text.slice(done);
    };
    const messages = body.messages.map((message) => mapText(message, redact));
    state.values = Object.fromEntries([...names].map(([value, name]) => [name, value]));
    return { ...body, messages };
  },

  stream({ event, valves, state }) {
    const values = asTexts(state.values);
    if (!valves.restore || Object.keys(values).length === 0) return;
    const held = asTexts(state.held);
    const choices = event.choices?.map((choice) => {
      const delta = { ...choice.delta };
      for (const key of ["content", "reasoning_content"] as const) {
        const place = `${choice.index ?? 0} ${key}`;
        const text = (held[place] ?? "") + (delta[key] ?? "");
        if (text === "") continue;
        const start = choice.finish_reason ? text.length : unfinished(text);
        delta[key] = restore(text.slice(0, start), values);
        held[place] = text.slice(start);
      }
      return { ...choice, delta };
    });
    state.held = held;
    const result: Chunk = choices ? { ...event, choices } : event;
    return result;
  },

  outlet({ body, valves, state }) {
    const answer = body.messages.at(-1);
    if (!valves.restore || !answer) return;
    const content = restore(answer.content, asTexts(state.values));
    return { ...body, messages: [...body.messages.slice(0, -1), { ...answer, content }] };
  },
});

type Find = { start: number; end: number; kind: string };

/** What is to be taken out of a text, in order, without overlaps. */
function findAll(text: string, wanted: { kinds: Kind[]; words: string[] }): Find[] {
  const finds: Find[] = [];
  const taken = new Uint8Array(text.length);
  const add = (find: Find) => {
    if (taken.subarray(find.start, find.end).includes(1)) return;
    taken.fill(1, find.start, find.end);
    finds.push(find);
  };
  for (const word of wanted.words) {
    let start = text.indexOf(word);
    for (; start >= 0; start = text.indexOf(word, start + word.length)) {
      add({ start, end: start + word.length, kind: "word" });
    }
  }
  for (const kind of kinds.filter((one) => wanted.kinds.includes(one))) {
    for (const { pattern, isReal } of patterns[kind]) {
      for (const { 0: found, index } of text.matchAll(pattern)) {
        if (!isReal || isReal(found)) add({ start: index, end: index + found.length, kind });
      }
    }
  }
  return finds.sort((a, b) => a.start - b.start);
}

/** Where the end of a text begins that may become a placeholder; its length when there is none. */
function unfinished(text: string): number {
  return beginning.exec(text)?.index ?? text.length;
}

function restore(text: string, values: Record<string, string>): string {
  return text.replace(placeholder, (name) => values[name] ?? name);
}

/** `state` can hold anything; this reads the texts in it. */
function asTexts(value: unknown): Record<string, string> {
  return z.record(z.string(), z.string()).catch({}).parse(value);
}

/** Luhn's check: every card number passes it, nine of ten other numbers do not. */
function isCard(text: string): boolean {
  const digits = [...text.replace(/\D/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => {
    const counted = place % 2 === 0 ? digit : digit * 2;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return sum % 10 === 0 && new Set(digits).size > 1;
}

/** ISO 7064: the number made of the letters and digits leaves 1 when it is divided by 97. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(" ", "");
  if (plain.length < 15 || plain.length > 34) return false;
  const digits = [...plain.slice(4), ...plain.slice(0, 4)].map((sign) => Number.parseInt(sign, 36));
  return (
    digits
      .join("")
      .split("")
      .reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
  );
}

function isIpv4(text: string): boolean {
  return text.split(".").every((part) => Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  if (text.split(":").length < 3) return false;
  const halves = text.split("::");
  const groups = text.split(":").filter((group) => group !== "");
  if (halves.length > 2 || !/\d/.test(text) || groups.some((group) => group.length > 4))
    return false;
  if (/^:[^:]|[^:]:$/.test(text)) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}
