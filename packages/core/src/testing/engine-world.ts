import { Health } from "../completion/health.ts";
import { createPipeline } from "../completion/pipeline.ts";
import type { FunctionEvents } from "../functions/events.ts";
import { Functions } from "../functions/functions.ts";
import { createPipeUpstream, functionConnection } from "../functions/pipe-upstream.ts";
import { FunctionRegistry } from "../functions/registry.ts";
import { FunctionSessions } from "../functions/sessions.ts";
import { ModelRegistry } from "../models/registry.ts";
import { UpstreamModels } from "../models/upstream-models.ts";
import type { Connection } from "../ports/connections.ts";
import type { Clock } from "../ports/runtime.ts";
import type { SettingsRepository } from "../ports/settings.ts";
import type { CompletionEnded } from "../ports/telemetry.ts";
import type { Upstream } from "../ports/upstream.ts";
import { silentLog } from "./log.ts";
import { memoryFunctions } from "./memory-functions.ts";
import { memoryGroups } from "./memory-groups.ts";
import { type MemoryFunction, MemoryHost } from "./memory-host.ts";
import { memoryModels, memoryTally } from "./memory-models.ts";
import { memorySettings } from "./memory-settings.ts";

export type EngineWorldOptions = {
  clock: Clock;
  connections: Connection[];
  createUpstream: (connection: Connection) => Upstream;
  /** Ids of everybody there is. */
  people?: readonly string[];
  random?: () => number;
  /** Those of a world before, as after a restart. */
  settings?: SettingsRepository;
  /** What functions tell and ask goes here; absent: nowhere. */
  events?: Pick<FunctionEvents, "emit" | "ask">;
};

const nobody = { emit: async () => undefined, ask: async () => null };

/** Registry and pipeline over repositories in memory. Call `upstreams.reload()` before the first use. */
export function engineWorld({
  clock,
  connections,
  createUpstream,
  people = ["ada", "bob"],
  random = () => 0,
  settings = memorySettings(),
  events = nobody,
}: EngineWorldOptions) {
  const now = () => clock.now();
  const definitions = memoryModels({ now });
  const groups = memoryGroups({ people, now });
  const tally = memoryTally();
  const log = silentLog;
  const host = new MemoryHost();
  const stored = memoryFunctions({ now });
  const registry = new FunctionRegistry({
    ...{ functions: stored.functions, host, log },
    onChange: () => void upstreams.refresh(functionConnection.id),
  });
  const sessions = new FunctionSessions({
    ...{ host, registry, events },
    complete: (call) => pipeline.open(call),
  });
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const pipes = createPipeUpstream({ registry, sessions, host, clock, newId, log });
  const upstreams = new UpstreamModels({
    connections: () => Promise.resolve([...connections, functionConnection]),
    createUpstream: (connection) =>
      connection.kind === "function" ? pipes : createUpstream(connection),
    filterMemory: {
      read: async () => (await settings.read()).knownFilters,
      write: (knownFilters) => settings.write({ knownFilters }),
    },
    clock,
    log,
    onChange: () => models.refresh(),
  });
  const models = new ModelRegistry({
    upstreams,
    async decisions() {
      const { modelAccess, defaultParams } = await settings.read();
      const stored = { definitions: await definitions.list(), groups: await groups.list() };
      return { ...stored, modelAccess, defaultParams };
    },
    tally,
    random,
    log,
    onChange: () => undefined,
  });
  const ended: CompletionEnded[] = [];
  const telemetry = { completionEnded: (end: CompletionEnded) => void ended.push(end) };
  const health = new Health({ clock, log });
  const pipeline = createPipeline({
    ...{ models, health, tally, clock, random, telemetry },
    functions: { registry, sessions, log },
  });
  const functions = new Functions({ functions: stored.functions, registry, host });
  /** Installs a function of a test and switches it on, for every model unless it says otherwise. */
  const install = async (id: string, fn: MemoryFunction, change: { global?: boolean } = {}) => {
    const manifest = { name: id, ...fn.manifest };
    await functions.install(id, host.define(`${id} ${host.functions.size}`, { ...fn, manifest }), {
      shipped: id,
    });
    await stored.functions.change(id, { enabled: true, global: true, ...change });
    await registry.reload();
  };
  return {
    ...{ ended, upstreams, models, pipeline, definitions, groups, settings, tally, health },
    ...{ host, registry, sessions, functions, stored, install, newId },
  };
}
