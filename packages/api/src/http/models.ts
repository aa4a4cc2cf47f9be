import { type ModelInfo, modelNotFound } from "@parley/core";
import { type HttpCall, principalOf } from "./call.ts";
import { sendJson } from "./respond.ts";

type ModelsOptions = {
  /** With what the page and clients of the upstream document know about a model beyond OpenAI's keys. */
  extended: boolean;
};

/** `GET /v1/models`: OpenAI's list of the models that can be asked now. */
export function listModels(call: HttpCall, options: ModelsOptions): void {
  const data = askable(call).map((model) => viewOf(call, model, options));
  sendJson(call.response, 200, { object: "list", data });
}

/** `GET /v1/models/{id}`: one of that list. Ids hold slashes and colons, encoded by some clients. */
export function findModel(call: HttpCall, options: ModelsOptions & { below: string }): void {
  const [path = ""] = call.url.slice(options.below.length).split("?", 1);
  const id = decoded(path);
  const model = askable(call).find((one) => one.id === id);
  if (model === undefined) throw modelNotFound(id);
  sendJson(call.response, 200, viewOf(call, model, options));
}

function askable(call: HttpCall): ModelInfo[] {
  return call.services.models.list(principalOf(call)).filter((model) => model.available);
}

/** As it came when it is not encoded as addresses are: no model has such a name then. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

function viewOf(call: HttpCall, model: ModelInfo, { extended }: ModelsOptions) {
  return {
    id: model.id,
    object: "model",
    created: 0,
    owned_by: model.ownedBy,
    ...(extended ? extensionsOf(call, model) : {}),
  };
}

function extensionsOf(call: HttpCall, model: ModelInfo) {
  const { actions, filters } = call.services.memberFunctions.forModel(principalOf(call), model.id);
  return {
    name: model.name,
    info: {
      meta: { ...model.meta, description: model.description, hidden: model.hidden },
      base_model_id: model.baseModelId,
    },
    ...(model.kind === "arena" ? { arena: true } : {}),
    actions,
    filters: filters.map(({ on: _, ...filter }) => filter),
  };
}
