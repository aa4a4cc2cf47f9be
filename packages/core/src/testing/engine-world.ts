import { Health } from "../completion/health.ts";
import { createPipeline } from "../completion/pipeline.ts";
import { ModelRegistry } from "../models/registry.ts";
import { UpstreamModels } from "../models/upstream-models.ts";
import type { Connection } from "../ports/connections.ts";
import type { Clock } from "../ports/runtime.ts";
import type { SettingsRepository } from "../ports/settings.ts";
import type { CompletionEnded } from "../ports/telemetry.ts";
import type { Upstream } from "../ports/upstream.ts";
import { silentLog } from "./log.ts";
import { memoryGroups } from "./memory-groups.ts";
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
};

/** Registry and pipeline over repositories in memory. Call `upstreams.reload()` before the first use. */
export function engineWorld({
  clock,
  connections,
  createUpstream,
  people = ["ada", "bob"],
  random = () => 0,
  settings = memorySettings(),
}: EngineWorldOptions) {
  const now = () => clock.now();
  const definitions = memoryModels({ now });
  const groups = memoryGroups({ people, now });
  const tally = memoryTally();
  const log = silentLog;
  const upstreams = new UpstreamModels({
    connections: () => Promise.resolve(connections),
    createUpstream,
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
  const pipeline = createPipeline({ models, health, tally, clock, random, telemetry });
  return { ended, upstreams, models, pipeline, definitions, groups, settings, tally, health };
}
