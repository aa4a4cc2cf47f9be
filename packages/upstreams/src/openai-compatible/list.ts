import { json, parseJson, type UpstreamModel } from "@parley/core";
import { z } from "zod";
import { pipelinesServer, roleOf } from "../pipelines/role.ts";

const entry = z.looseObject({
  id: z.string().min(1),
  name: z.string().min(1).nullish().catch(null),
  description: z.string().nullish().catch(null),
});
const entries = z.array(json);
const list = z.union([
  entries,
  z.looseObject({ data: entries }).transform((body) => body.data),
  z.looseObject({ models: entries }).transform((body) => body.models),
  z.looseObject({ object: z.literal("list"), data: z.null() }).transform(() => []),
]);

/** The models in a `/models` document; entries that name no model are passed over. Null: not a list. */
export function fromList(text: string): UpstreamModel[] | null {
  const found = parseJson(list, text);
  if (found === null) return null;
  const isPipelines = parseJson(pipelinesServer, text) !== null;
  return found.flatMap((value) => {
    const model = entry.safeParse(value);
    if (!model.success) return [];
    const { id, name, description } = model.data;
    const role = isPipelines ? roleOf(value) : null;
    return [
      {
        id,
        name: name ?? id,
        ...(description ? { description } : {}),
        ...(role === null ? {} : { pipeline: role }),
      },
    ];
  });
}

const owned = z.looseObject({ owned_by: z.string() });

/** Who owns the models in a `/models` document, as the first that names somebody says. */
export function ownerIn(text: string): string | null {
  for (const value of parseJson(list, text) ?? []) {
    const model = owned.safeParse(value);
    if (model.success) return model.data.owned_by;
  }
  return null;
}
