import * as zod from "zod";
import { type ModuleName, modulesKey } from "../protocol.ts";
import * as sdk from "../sdk/index.ts";

/** What may be imported: what the runner has with it already. */
const exportsOf: Record<ModuleName, string[]> = {
  zod: Object.keys(zod),
  "@parley/functions": Object.keys(sdk),
};

/** A module that hands over what the runner keeps under a symbol. Names may be reserved words. */
function moduleText(name: ModuleName): string {
  const keys = exportsOf[name];
  const given = `const m = globalThis[Symbol.for(${JSON.stringify(modulesKey)})][${JSON.stringify(name)}];`;
  const parts = keys.map((key, at) => `const a${at} = m[${JSON.stringify(key)}];`);
  const list = keys.map((key, at) => `a${at} as ${key}`).join(", ");
  return `${given}\n${parts.join("\n")}\nexport { ${list} };\n`;
}

const addresses = new Map<ModuleName, string>();

/** The address that stands for a module in the source that the process is given. */
export function moduleAddress(name: ModuleName): string {
  const known = addresses.get(name);
  if (known !== undefined) return known;
  const made = `data:text/javascript;base64,${Buffer.from(moduleText(name)).toString("base64")}`;
  addresses.set(name, made);
  return made;
}

/** The address under which a process imports a source. */
export function sourceAddress(source: string): string {
  return `data:application/typescript;base64,${Buffer.from(source).toString("base64")}`;
}
