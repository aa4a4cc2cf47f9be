import { Failure } from "./failure.mjs";

export const COMMANDS = /** @type {const} */ ([
  "start",
  "dev",
  "build",
  "check",
  "fix",
  "test",
  "e2e",
  "prove",
  "db:migrate",
  "db:new",
  "db:reset",
]);

/** @typedef {typeof COMMANDS[number]} Command */

/**
 * @typedef {object} Invocation
 * @property {Command} command
 * @property {string[]} rest what the command's program gets, in order
 * @property {string} [databaseUrl] the server that `--database-url=URL` or `--database-url URL` names
 */

/**
 * Reads the command line. `--database-url` is taken out of it for the commands that set it themselves.
 * @param {string[]} argv
 * @returns {Invocation}
 */
export function parseArguments([name, ...rest]) {
  const command = COMMANDS.find((known) => known === name);
  if (!command) {
    const known = COMMANDS.map((each) => `npm run ${each}`).join(", ");
    throw new Failure(
      `${name ? `There is no command "${name}"` : "A command is missing"}: use one of ${known}.`,
    );
  }
  if (!takesDatabaseUrl(command)) return { command, rest };
  return { command, ...takeDatabaseUrl(rest) };
}

/** @param {Command} command */
function takesDatabaseUrl(command) {
  return command === "test" || command === "e2e";
}

/** @param {string[]} given */
function takeDatabaseUrl(given) {
  /** @type {string[]} */
  const rest = [];
  /** @type {string | undefined} */
  let databaseUrl;
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index];
    if (argument === "--database-url") databaseUrl = given[++index] ?? "";
    else if (argument.startsWith("--database-url="))
      databaseUrl = argument.split("=").slice(1).join("=");
    else rest.push(argument);
  }
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Failure(
      "--database-url must be the address of a PostgreSQL server, such as postgres://user:password@127.0.0.1:5432/parley.",
    );
  }
  return databaseUrl === undefined ? { rest } : { rest, databaseUrl };
}
