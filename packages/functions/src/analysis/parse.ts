import { ParleyError } from "@parley/core";
import { type EcmaScriptModule, type Program, parseSync } from "oxc-parser";
import { isModuleName, moduleAddress } from "./modules.ts";
import { problemAt } from "./problem.ts";

/** Characters of a source. */
const longest = 200_000;

export type Parsed = {
  program: Program;
  /** The source with the addresses of what it imports in place of their names. */
  rewritten: string;
};

type Named = { value: string; start: number; end: number };

/** Parses a source, and refuses what it may not import. */
export function parse(source: string): Parsed {
  if (source.length > longest) {
    throw new ParleyError("too_large", `A function may have ${longest} characters, not more.`);
  }
  const { program, module, errors } = parseSync("function.ts", source, {
    lang: "ts",
    sourceType: "module",
  });
  const [error] = errors;
  if (error !== undefined) {
    throw problemAt(source, error.labels[0]?.start ?? 0, `${error.message.replace(/\.$/, "")}.`);
  }
  const imports = importsOf(source, module);
  let rewritten = source;
  for (const { value, start, end } of imports.toSorted((a, b) => b.start - a.start)) {
    if (!isModuleName(value)) throw problemAt(source, start, refusal(value));
    rewritten = `${rewritten.slice(0, start)}"${moduleAddress(value)}"${rewritten.slice(end)}`;
  }
  return { program, rewritten };
}

function refusal(name: string): string {
  return `"${name}" can't be imported: only "@parley/functions" and "zod" are there.`;
}

function importsOf(source: string, module: EcmaScriptModule): Named[] {
  const statics = module.staticImports.map(({ moduleRequest }) => moduleRequest);
  const reexports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest] : [])),
  );
  const dynamics = module.dynamicImports.map(({ moduleRequest: { start, end } }) => {
    const [, value] = /^["']([^"'\\]*)["']$/.exec(source.slice(start, end)) ?? [];
    if (value === undefined) {
      throw problemAt(source, start, "What is imported has to be written as a plain text.");
    }
    return { value, start, end };
  });
  // `export { a, b } from` names its module once for each.
  const all = new Map([...statics, ...reexports, ...dynamics].map((named) => [named.start, named]));
  return [...all.values()];
}
