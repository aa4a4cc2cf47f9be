import { rm } from "node:fs/promises";
import {
  type Clock,
  type FunctionHost,
  type FunctionHostStatus,
  type FunctionStorage,
  type FunctionTools,
  type LoadedFunction,
  type Log,
  ParleyError,
} from "@parley/core";
import { createAnalyser } from "../analysis/analysis.ts";
import { choiceList, pipeList } from "../analysis/manifest.ts";
import { createAsks } from "../broker/asks.ts";
import { createFetcher } from "../broker/fetch.ts";
import type { Resolve } from "../broker/resolve.ts";
import type { HostContext } from "./context.ts";
import { inspectSource } from "./inspect.ts";
import { createJournal, type Journal } from "./journal.ts";
import type { Runtime } from "./launch.ts";
import { defaultLimits, type FunctionLimits } from "./limits.ts";
import { createPlace, type Place } from "./place.ts";
import { prepareRuntime } from "./runtime.ts";
import { trouble } from "./sentences.ts";
import { createSession } from "./session.ts";
import { createWatch } from "./watch.ts";

export type FunctionHostOptions = {
  storage: FunctionStorage;
  log: Log;
  clock: Clock;
  limits?: Partial<FunctionLimits>;
  /** The executable of Deno; absent: the one among Parley's packages. */
  binary?: string;
  /** What runs in processes; absent: the runner as it was built. */
  runner?: string;
  /** Where processes get their folders; absent: the machine's. */
  tmpDir?: string;
  /** Bubblewrap around each process where it works; absent: yes. */
  outerLayer?: boolean;
  /** Names to addresses; absent: the machine's resolver. */
  resolve?: Resolve;
  /** Hosts inside the operator's network, such as "10.0.0.5:8080": functions may be permitted to ask them. */
  privateHosts?: string[];
};

/** With `ready`, which resolves once it is known whether functions can run here. */
export type ReadyFunctionHost = FunctionHost & { ready: Promise<FunctionHostStatus> };

const nobody: FunctionTools = {
  emit: () => Promise.reject(new ParleyError("forbidden", "There is nobody to tell.")),
  call: () => Promise.resolve(null),
  complete: () => {
    throw new ParleyError("forbidden", "There is nobody to ask for.");
  },
};

/** Runs functions, each version in a process of its own. */
export function createFunctionHost(options: FunctionHostOptions): ReadyFunctionHost {
  const { clock, log, storage } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const journals = new Map<string, Journal>();
  /** By id, version and source: one that was removed and made anew begins at version 1 again. */
  const places = new Map<string, Place>();
  const draining = new Set<Place>();
  const fetcher = createFetcher(limits, options);
  const inspections = new Set<Promise<unknown>>();
  const tracked = <T>(work: Promise<T>): Promise<T> => {
    inspections.add(work);
    const done = () => void inspections.delete(work);
    work.then(done, done);
    return work;
  };
  const closing = new AbortController();
  let closed = false;
  let status: FunctionHostStatus = {
    available: false,
    reason: "It is being found out whether functions can run here.",
    pending: true,
  };
  const prepared = prepareRuntime({
    binary: options.binary,
    runner: options.runner,
    tmpDir: options.tmpDir,
    outerLayer: options.outerLayer ?? true,
    clock,
    limits,
  }).then((found) => {
    status = found.status;
    if (found.runtime === null) log.warn("functions can't run", { reason: found.status.reason });
    else log.info("functions can run", found.status);
    return found;
  });
  const runtime = async (): Promise<Runtime> => {
    const found = await prepared;
    if (found.runtime !== null && !closed) return found.runtime;
    const reason = found.runtime === null ? found.status.reason : "Parley is being stopped.";
    throw new ParleyError("function_unavailable", `Functions can't run here: ${reason}`);
  };
  const analyser = createAnalyser();
  const context: HostContext = {
    analyse: analyser.analyse,
    clock,
    log,
    limits,
    runtime,
    asks: createAsks({ limits, log, storage, fetcher: fetcher.fetch }),
    watch: createWatch(clock, limits),
  };
  const journalOf = (id: string): Journal => {
    const known = journals.get(id) ?? createJournal(clock, limits);
    journals.set(id, known);
    return known;
  };
  const keyOf = ({ id, version, source }: LoadedFunction) => `${id}@${version}\n${source}`;
  const placeOf = (fn: LoadedFunction): Place => {
    const key = keyOf(fn);
    const known = places.get(key);
    if (known !== undefined) return known;
    const made: Place = createPlace(context, fn, {
      journal: journalOf(fn.id),
      onEmpty: () => void draining.delete(made),
    });
    places.set(key, made);
    return made;
  };
  const newest = (id: string): Place | undefined =>
    [...places.values()]
      .filter(({ fn }) => fn.id === id)
      .toSorted((a, b) => a.fn.version - b.fn.version)
      .at(-1);

  const choices = async (
    fn: LoadedFunction,
    hook: "pipes" | "options",
    about: { name: string; signal: AbortSignal },
  ) => {
    const session = createSession({
      context,
      place: placeOf(fn),
      journal: journalOf(fn.id),
      fn,
      facts: null,
      tools: nobody,
    });
    try {
      return await session.ask(hook, { name: about.name }, about.signal);
    } finally {
      session.close();
    }
  };

  return {
    ready: prepared.then((found) => found.status),
    status: () => status,

    inspect: (source, signal) =>
      tracked(
        inspectSource(context, {
          ...{ source, tracked },
          signal: AbortSignal.any([signal, closing.signal]),
        }),
      ),

    open: (fn, facts, tools) =>
      createSession({
        context,
        place: placeOf(fn),
        journal: journalOf(fn.id),
        fn,
        facts,
        tools,
      }),

    async pipes(fn, signal) {
      const parsed = pipeList.safeParse(await choices(fn, "pipes", { name: "", signal }));
      if (parsed.success) return parsed.data.map(({ id, name }) => ({ id, name }));
      throw trouble(fn, "function_failed", { what: "its `pipes` are no list of models" });
    },

    async options(fn, name, signal) {
      const parsed = choiceList.safeParse(await choices(fn, "options", { name, signal }));
      if (parsed.success) return parsed.data;
      throw trouble(fn, "function_failed", {
        what: `its options \`${name}\` are no list of texts`,
      });
    },

    retire(id, version) {
      for (const [key, place] of places) {
        if (place.fn.id !== id || place.fn.version === version) continue;
        places.delete(key);
        draining.add(place);
        place.drain();
      }
    },

    forget: (id) => void journals.delete(id),

    figures(id) {
      const place = newest(id);
      const known = journals.get(id)?.figures();
      return {
        state: place?.state ?? "idle",
        reason: place?.state === "broken" ? place.reason : null,
        ...(known ?? { calls: 0, errors: 0, p95Ms: null, lastUsedAt: null }),
      };
    },

    logs: (id) => journals.get(id)?.lines() ?? [],
    onLog: (id, listener) => journalOf(id).listen(listener),

    async close() {
      closed = true;
      closing.abort(new ParleyError("function_unavailable", "Parley is being stopped."));
      const found = await prepared;
      await Promise.all([...places.values(), ...draining].map((place) => place.kill()));
      while (inspections.size > 0) await Promise.allSettled(inspections);
      await analyser.idle();
      places.clear();
      await fetcher.close();
      if (found.folder !== null) {
        await rm(found.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
      }
    },
  };
}
