import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Clock, FunctionHostStatus } from "@parley/core";
import {
  checkBinary,
  findBash,
  findBubblewrap,
  findSetpriv,
  handedDown,
  packagedBinary,
} from "./binary.ts";
import type { Runtime } from "./launch.ts";
import type { FunctionLimits } from "./limits.ts";
import { dataKilobytes, familyOf } from "./memory.ts";
import { startWorker } from "./worker.ts";

/** The runner as the build leaves it. */
export const builtRunner = path.join(import.meta.dirname, "..", "..", "dist", "runner.js");

export type RuntimeOptions = {
  /** Deno; absent: the one among Parley's packages. */
  binary: string | undefined;
  /** Absent: the built one. */
  runner: string | undefined;
  tmpDir: string | undefined;
  /** Whether bubblewrap is used where it works. */
  outerLayer: boolean;
  clock: Clock;
  limits: FunctionLimits;
};

export type Prepared =
  | { runtime: Runtime; folder: string; status: Extract<FunctionHostStatus, { available: true }> }
  | {
      runtime: null;
      folder: string | null;
      status: Extract<FunctionHostStatus, { available: false }>;
    };

/** Finds out, once, whether functions can run here, and how. Never rejects. */
export async function prepareRuntime(options: RuntimeOptions): Promise<Prepared> {
  let folder: string | null = null;
  const unavailable = (reason: string): Prepared => ({
    runtime: null,
    folder,
    status: { available: false, reason },
  });
  const binary = options.binary ?? packagedBinary();
  const check = await checkBinary(binary);
  if (!check.works) return unavailable(check.reason);
  try {
    folder = await mkdtemp(path.join(options.tmpDir ?? tmpdir(), "parley-functions-"));
    const runner = path.join(folder, "runner.js");
    await copyFile(options.runner ?? builtRunner, runner);
    const [bash, setpriv, bubblewrap] = await Promise.all([
      findBash(),
      findSetpriv(),
      options.outerLayer ? findBubblewrap() : null,
    ]);
    const found: Runtime = {
      binary: binary ?? "",
      version: check.version,
      runner,
      bash,
      setpriv,
      bubblewrap,
      baseKilobytes: null,
    };
    // Bubblewrap may work for a shell and not for Deno, whose libraries may be elsewhere.
    const runtime =
      (await measured(found, options)) ?? (await measured({ ...found, bubblewrap: null }, options));
    if (runtime === null) return unavailable("Deno is there, but no process of it starts.");
    const open = bash === null ? handedDown() : [];
    if (open.length > 0) {
      return unavailable(
        `Descriptors ${open.join(", ")} were handed to Parley, and without bash they would go on to functions.`,
      );
    }
    return {
      runtime,
      folder,
      status: {
        available: true,
        runtime:
          runtime.baseKilobytes === null
            ? `${runtime.version}, whose memory can't be limited here`
            : runtime.version,
        outerLayer: runtime.bubblewrap === null ? null : "bubblewrap",
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (folder !== null) await rm(folder, { recursive: true, force: true });
    folder = null;
    return unavailable(`Functions can't be run: ${why}`);
  }
}

/** Starts an empty process to see what it reserves, so that the limit can be set above that. */
async function measured(runtime: Runtime, options: RuntimeOptions): Promise<Runtime | null> {
  const { clock, limits } = options;
  const nothing = () => undefined;
  const events = { ask: nothing, dropped: nothing, wanted: nothing, log: nothing, ended: nothing };
  try {
    const worker = await startWorker({ runtime, limits, niceness: 0, clock, events });
    const baseKilobytes = dataKilobytes(familyOf(worker.pid));
    worker.kill(null);
    return { ...runtime, baseKilobytes };
  } catch {
    return null;
  }
}
