import { parseJson, type UpstreamModel } from "@parley/core";
import { tags } from "./wire.ts";

/** The models in an `/api/tags` document; null when it is none. `:latest` is left out of the name shown. */
export function fromTags(text: string): UpstreamModel[] | null {
  const found = parseJson(tags, text);
  if (found === null) return null;
  return (found.models ?? []).flatMap(({ model, name, details }) => {
    const id = model ?? name;
    if (id === undefined) return [];
    const facts = [details?.parameter_size, details?.quantization_level].filter(Boolean).join(", ");
    return [
      {
        id,
        name: (name ?? id).replace(/:latest$/, ""),
        ...(facts === "" ? {} : { description: facts }),
      },
    ];
  });
}
