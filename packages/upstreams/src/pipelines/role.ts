import type { Json, PipelineRole } from "@parley/core";
import { z } from "zod";

/** What the list of models of a pipelines server says about itself. */
export const pipelinesServer = z.looseObject({ pipelines: z.literal(true) });

const entry = z.looseObject({
  pipeline: z.looseObject({
    type: z.enum(["pipe", "filter", "manifold"]),
    valves: z.boolean().catch(false),
    // A filter's author decides what is in these two.
    pipelines: z.array(z.string()).catch([]),
    priority: z.number().catch(0),
  }),
});

/** What an entry of a pipelines server's list does there; null when it says nothing that is known. */
export function roleOf(model: Json): PipelineRole | null {
  const parsed = entry.safeParse(model);
  if (!parsed.success) return null;
  const { type, valves, pipelines, priority } = parsed.data.pipeline;
  return { type, valves, targets: pipelines, priority };
}
