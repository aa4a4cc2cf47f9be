import { join } from "node:path";
import { toolEnvironment } from "./environment.mjs";
import { Failure } from "./failure.mjs";
import { logs, root } from "./layout.mjs";
import { run } from "./subprocess.mjs";

/**
 * Runs tasks of the workspace through turbo, which skips what hasn't changed.
 * @param {import("./toolchain.mjs").Toolchain} tools
 * @param {{ tasks: string[], what: string, report: (line: string) => void }} options
 */
export async function runTasks(tools, { tasks, what, report }) {
  const log = join(logs, `${tasks.join("-").replace(/[^a-z0-9-]+/gi, "-")}.log`);
  const { code, lines } = await run(
    [
      join(root, "node_modules", ".bin", "turbo"),
      "run",
      ...tasks,
      "--output-logs=new-only",
      "--log-order=stream",
      "--ui=stream",
      "--no-update-notifier",
      "--continue=dependencies-successful",
    ],
    {
      cwd: root,
      environment: toolEnvironment({ binFolder: tools.binFolder }),
      log,
      onLine: report,
    },
  );
  if (code !== 0) {
    throw new Failure(`${what} failed: the lines above say why (log: ${log}).`, {
      details: lines.slice(-80),
    });
  }
  const cached = lines.find((line) => /Cached:/.test(line));
  const [done, total] = cached?.match(/\d+/g) ?? [];
  return done !== undefined && done === total ? "up to date" : undefined;
}
