import type { ModelInfo } from "@parley/core";
import { type HttpCall, principalOf } from "./call.ts";
import { sendJson } from "./respond.ts";

/** `GET /v1/models`: OpenAI's list of the models that can be asked now. */
export function listModels(call: HttpCall, options: { extended: boolean }): void {
  const data = call.services.models
    .list(principalOf(call))
    .filter((model) => model.available)
    .map((model) => ({
      id: model.id,
      object: "model",
      created: 0,
      owned_by: model.ownedBy,
      ...(options.extended ? extensionsOf(model) : {}),
    }));
  sendJson(call.response, 200, { object: "list", data });
}

function extensionsOf(model: ModelInfo) {
  return {
    name: model.name,
    info: {
      meta: { ...model.meta, description: model.description, hidden: model.hidden },
      base_model_id: model.baseModelId,
    },
    ...(model.kind === "arena" ? { arena: true } : {}),
    actions: [],
    filters: [],
  };
}
