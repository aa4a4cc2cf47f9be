import { type FunctionManifest, ParleyError } from "@parley/core";
import { manifestFrom } from "../analysis/analysis.ts";
import type { HostContext } from "./context.ts";
import { startWorker } from "./worker.ts";

type Inspection = {
  source: string;
  signal: AbortSignal;
  /** Takes what goes on when the inspection itself has ended. */
  tracked(work: Promise<unknown>): void;
};

/** Reads a source, and lets it say what it is in a process of its own. */
export async function inspectSource(
  context: HostContext,
  { source, signal, tracked }: Inspection,
): Promise<FunctionManifest> {
  const { clock, limits } = context;
  const analysis = await context.analyse(source);
  const runtime = await context.runtime();
  signal.throwIfAborted();
  const nothing = () => undefined;
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(nothing);
  const refuse = (what: string) =>
    ended.reject(new ParleyError("invalid_request", what, { param: "source" }));
  const aborted = () => ended.reject(signal.reason);
  signal.addEventListener("abort", aborted, { once: true });
  const seconds = limits.describeMs / 1000;
  const cancel = clock.after(limits.describeMs, () =>
    refuse(`It did not say what it is within ${seconds} s.`),
  );
  const starting = startWorker({
    ...{ runtime, limits, clock },
    // It has little time, and may be needed on a busy machine; whatever wastes it steps back soon.
    niceness: 0,
    events: {
      ask: nothing,
      dropped: nothing,
      wanted: nothing,
      log: nothing,
      ended: (reason) => refuse(`It could not be run: ${reason ?? "it was stopped"}.`),
    },
  });
  try {
    const described = (async () => {
      const worker = await starting;
      context.watch.enter(worker);
      const { hooks, url } = analysis;
      try {
        await worker.load({ id: "function", url, hooks });
        return await worker.describe();
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        throw new ParleyError("invalid_request", what, { param: "source", cause: error });
      }
    })();
    return manifestFrom(analysis, await Promise.race([ended.promise, described]));
  } finally {
    cancel();
    signal.removeEventListener("abort", aborted);
    tracked(
      starting.then((worker) => {
        context.watch.leave(worker);
        worker.kill(null);
      }, nothing),
    );
  }
}
