import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileLength } from "./file-length.mjs";
import { forbiddenWords } from "./forbidden-words.mjs";
import { sourceFiles } from "./source-files.mjs";

/**
 * The rules of the house that no ready-made linter knows: each takes a file and its text, and gives
 * one line per problem that says how to put it right.
 * @type {{ name: string, rule: (file: string, text: string) => string[] }[]}
 */
export const houseRules = [
  { name: "file length", rule: fileLength },
  { name: "forbidden words", rule: forbiddenWords },
];

/**
 * @param {string} root
 * @param {(file: string, text: string) => string[]} rule
 */
export function applyToSources(root, rule) {
  return sourceFiles(root).flatMap((file) => rule(file, readFileSync(join(root, file), "utf8")));
}
