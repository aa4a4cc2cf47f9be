import { readEnv } from "./src/env.ts";
import { createLog } from "./src/server/log.ts";
import { serve } from "./src/server/serve.ts";
import { StartupError } from "./src/server/startup-error.ts";

function fail(sentences: string[]): never {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const read = readEnv();
if (!read.ok) fail(read.problems);
const log = createLog(read.env.LOG_LEVEL);

process.on("unhandledRejection", (error) => log.error("Something failed unnoticed", { error }));

try {
  const server = await serve(read.env, log);
  process.stdout.write(`\nParley is ready: ${server.url}\n`);

  /** A signal to a whole process group arrives twice: from the group and through the launcher. */
  const repeatMs = 1_000;
  let askedAt: number | null = null;
  const stop = (signal: NodeJS.Signals) => {
    const hurry = askedAt !== null;
    if (askedAt !== null && Date.now() - askedAt < repeatMs) return;
    // Asked twice: whoever runs it does not want to wait.
    if (hurry) log.warn("Asked again to stop: running answers end now", { signal });
    else log.info("Stopping: running answers may finish", { signal });
    askedAt = Date.now();
    server.stop({ hurry }).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error("Parley did not stop cleanly", { error });
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
} catch (error) {
  if (!(error instanceof StartupError)) log.error("Parley could not start", { error });
  fail([
    error instanceof StartupError
      ? error.message
      : "Parley could not start; the log above has the cause.",
  ]);
}
