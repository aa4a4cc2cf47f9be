import { parseArguments } from "./arguments.mjs";
import { commands } from "./commands.mjs";
import { Failure } from "./failure.mjs";
import { endAll } from "./subprocess.mjs";

/**
 * Runs one command and sets the exit code of this process.
 * @param {string[]} argv
 */
export async function main(argv) {
  for (const [signal, code] of /** @type {const} */ ([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])) {
    process.once(signal, () => {
      // While a program runs in the foreground, it is told and its exit code counts.
      if (process.listenerCount(signal) > 0) return;
      endAll();
      process.exit(code);
    });
  }
  try {
    const invocation = parseArguments(argv);
    process.exitCode = await commands[invocation.command](invocation);
  } catch (error) {
    process.exitCode = error instanceof Failure ? error.exitCode : 1;
    explain(error);
  }
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Failure)) {
    console.error(error);
    return;
  }
  for (const line of error.details) console.error(`    ${line}`);
  console.error(`\n${error.message}`);
}
