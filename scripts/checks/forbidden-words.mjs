/** Written in pieces, so that this file doesn't contain what it forbids. */
const w = (/** @type {string[]} */ ...pieces) => pieces.join("");

/** @type {{ pattern: RegExp, except?: RegExp, fix: string }[]} */
const RULES = [
  {
    pattern: new RegExp(w("\\b(?:TO", "DO|FIX", "ME|XX", "X)\\b")),
    fix: "do it, or open an issue for it",
  },
  {
    pattern: new RegExp(w("\\bas ", "any\\b|<", "any>")),
    fix: "parse the value with a schema, or give it its type",
  },
  {
    pattern: new RegExp(w("\\bas ", "unknown as\\b")),
    fix: "parse the value with a schema, or narrow it with a predicate",
  },
  {
    pattern: new RegExp(w("@ts-", "(?:ignore|nocheck|expect-error)")),
    fix: "give the value its type",
  },
  {
    pattern: new RegExp(w("biome-", "ignore")),
    fix: "follow the rule, or change it for all in biome.json",
  },
  {
    pattern: new RegExp(w("\\b(?:test|it|describe|suite)\\.", "(?:skip|only|todo|fixme)\\b")),
    fix: "run every test, or delete it",
  },
  {
    pattern: new RegExp(w("\\.catch\\(\\(\\) => ", "(?:\\{\\s*\\}|undefined|null)\\)")),
    fix: "handle the error, or let it through",
  },
  {
    pattern: new RegExp(w("\\bcatch\\s*(?:\\(\\w+\\)\\s*)?", "\\{\\s*\\}")),
    fix: "handle the error, or let it through",
  },
];

/**
 * Words that stand for work left undone or for a rule got around.
 * @param {string} file
 * @param {string} text
 * @returns {string[]} problems
 */
export function forbiddenWords(file, text) {
  return text.split("\n").flatMap((line, index) =>
    RULES.flatMap(({ pattern, fix }) => {
      const found = pattern.exec(line);
      return found ? [`${file}:${index + 1}: "${found[0]}": ${fix}`] : [];
    }),
  );
}
