import type { Clock, Log } from "@parley/core";
import type { Analysis } from "../analysis/analysis.ts";
import type { Asks } from "../broker/asks.ts";
import type { Runtime } from "./launch.ts";
import type { FunctionLimits } from "./limits.ts";
import type { Watch } from "./watch.ts";

/** What the parts of the host share. */
export type HostContext = {
  clock: Clock;
  log: Log;
  limits: FunctionLimits;
  /** Reads a source, once. */
  analyse(source: string): Promise<Analysis>;
  /** Rejects with `function_unavailable` where functions can't run. */
  runtime(): Promise<Runtime>;
  asks: Asks;
  watch: Watch;
};
