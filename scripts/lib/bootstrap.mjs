import { explainFileError } from "./failure.mjs";
import { home, toolchain } from "./layout.mjs";
import { withLock } from "./lock.mjs";
import { installPackages } from "./packages.mjs";
import { bringToolchain } from "./toolchain.mjs";
import { runTasks } from "./turbo.mjs";

/** @typedef {ReturnType<typeof import("./progress.mjs").createProgress>} Progress */

/** How many steps `bootstrap` shows, for the count of the whole command. */
export const BOOTSTRAP_STEPS = 2;

/**
 * Makes the checkout ready to build: Node, pnpm, packages. Whatever is there already is kept.
 * `then` runs while other commands still wait for their turn with this checkout.
 * @param {Progress} progress
 * @param {(tools: import("./toolchain.mjs").Toolchain) => Promise<void>} [then]
 */
export async function bootstrap(progress, then) {
  const onWait = (/** @type {{ pid: number, host: string }} */ { pid, host }) =>
    console.error(
      `Another Parley command (process ${pid} on ${host}) is setting up this checkout: waiting for it to finish.`,
    );
  return withLock(home, { onWait }, async () => {
    try {
      /** @type {import("./toolchain.mjs").Toolchain | undefined} */
      let tools;
      await progress.step("Node and pnpm", async (report) => {
        tools = await bringToolchain(report);
        return tools.summary;
      });
      if (!tools) throw new Error("the step gave no tools");
      const found = tools;
      await progress.step("Packages", (report) => installPackages(found, report));
      await then?.(found);
      return found;
    } catch (error) {
      throw explainFileError(error, toolchain);
    }
  });
}

/**
 * @param {Progress} progress
 * @param {import("./toolchain.mjs").Toolchain} tools
 */
export async function build(progress, tools) {
  await progress.step("Build", (report) =>
    runTasks(tools, { tasks: ["build"], what: "The build", report }),
  );
}
