import { parseArgs } from "node:util";
import { z } from "zod";

export type Invocation =
  | { command: "list" }
  | {
      command: "run";
      name: string;
      quick: boolean;
      /** The file that gets the figures as JSON. */
      json: string | null;
      /** Rewrite the programme's section of docs/figures.md. */
      record: boolean;
      profile: string | null;
    };

/** A command line that can't be understood; its message is what to show. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const usage = "npm run prove -- NAME [--quick] [--json FILE] [--record] [--profile FOLDER]";

const options = {
  quick: { type: "boolean" },
  json: { type: "string" },
  record: { type: "boolean" },
  profile: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const flags = Object.keys(options).map((flag) => `--${flag}`);

const refusal = z.object({ code: z.string().startsWith("ERR_PARSE_ARGS"), message: z.string() });

/** Reads the command line; throws a UsageError that says what is allowed. */
export function parseArguments(argv: string[], names: string[]): Invocation {
  const { values, positionals } = parse(argv);
  const [name, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One programme at a time, please: ${usage}`);
  if (name === undefined || values.help === true) {
    const lonely = Object.keys(values).find((flag) => flag !== "help");
    if (name === undefined && lonely !== undefined) {
      throw new UsageError(`--${lonely} needs the name of a programme: ${usage}`);
    }
    return { command: "list" };
  }
  if (!names.includes(name)) {
    throw new UsageError(`There is no programme "${name}"; there are ${names.join(", ")}.`);
  }
  const { quick = false, json = null, record = false, profile = null } = values;
  if (record && quick) {
    throw new UsageError("--record keeps full figures only: leave --quick out.");
  }
  return { command: "run", name, quick, json, record, profile };
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true });
  } catch (error) {
    const known = refusal.safeParse(error);
    if (!known.success) throw error;
    const [sentence] = known.data.message.split(". ");
    throw new UsageError(`${sentence}. The flags are ${flags.join(", ")}: ${usage}`);
  }
}
