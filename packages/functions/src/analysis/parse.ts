import { type EcmaScriptModule, type Program, parseSync } from "oxc-parser";
import { isModuleName, type ModuleName } from "../protocol.ts";
import { problemAt } from "./problem.ts";

/** A name of a module, with its quotes, and where it stands. */
export type Import = { value: ModuleName; start: number; end: number };

type Named = { value: string; start: number; end: number };

/** Parses a source, and refuses what it may not import. */
export function parse(source: string): { program: Program; imports: Import[] } {
  const { program, module, errors } = parseSync("function.ts", source, {
    lang: "ts",
    sourceType: "module",
  });
  const [error] = errors;
  if (error !== undefined) {
    throw problemAt(source, error.labels[0]?.start ?? 0, `${error.message.replace(/\.$/, "")}.`);
  }
  const named = importsOf(source, module).toSorted((a, b) => b.start - a.start);
  const imports = named.map(({ value, start, end }) => {
    if (!isModuleName(value)) throw problemAt(source, start, refusal(value));
    return { value, start, end };
  });
  return { program, imports };
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
  return [...all.values()].map(({ value, start, end }) => ({ value, start, end }));
}
