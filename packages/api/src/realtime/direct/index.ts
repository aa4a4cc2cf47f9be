import type { Clock, DirectLine, Log } from "@parley/core";
import type { Server } from "socket.io";
import type { Channels } from "./channels.ts";
import type { DirectLimits } from "./limits.ts";
import { createDirectLine } from "./line.ts";
import { MemoryChannels } from "./memory-channels.ts";
import { socketPages } from "./pages.ts";

export type DirectOptions = {
  io: Server;
  clock: Clock;
  log: Log;
  limits?: Partial<DirectLimits>;
};

/** Answers through people's own browsers, on a server that is one process. */
export function createDirect(options: DirectOptions): { line: DirectLine; channels: Channels } {
  const channels = new MemoryChannels(options);
  const pages = socketPages(options.io);
  return { line: createDirectLine({ ...options, channels, pages }), channels };
}
