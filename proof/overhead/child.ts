import type { Server } from "node:http";
import { z } from "zod";

/** What a child of the bench tells its parent. */
export const childMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("listening"), port: z.number() }),
  /** Warmed up: what comes now is measured. */
  z.object({ type: z.literal("measuring") }),
  z.object({
    type: z.literal("measured"),
    seconds: z.number(),
    /** Requests that were answered, and events of streams that were read. */
    requests: z.number(),
    events: z.number(),
    /** Answers that failed, or lacked their end. */
    failures: z.number(),
    /** Milliseconds: of whole answers until the end, of streams until the first bytes of the body. */
    latencies: z.array(z.number()),
    /** Milliseconds that stamped chunks were under way. */
    ages: z.array(z.number()).default([]),
  }),
]);
export type ChildMessage = z.infer<typeof childMessage>;
export type Measured = Extract<ChildMessage, { type: "measured" }>;

export function tell(message: ChildMessage): void {
  process.send?.(message);
}

/** Lets a server listen on a free port, and tells the parent which. */
export function listening(server: Server): void {
  server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) {
      tell({ type: "listening", port: address.port });
    }
  });
}
