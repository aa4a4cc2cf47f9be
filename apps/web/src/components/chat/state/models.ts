import type { ModelInfo, ModelList } from "./types.ts";

export type ModelGroup = {
  connectionId: string;
  name: string;
  models: readonly ModelInfo[];
  /** Why the connection gives no models; null when it does. */
  reason: string | null;
};

/** Models by connection, in the list's order, then the connections that are down; only what matches. */
export function groupModels({ models, problems }: ModelList, search: string): ModelGroup[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const matches = (...texts: (string | null)[]) => {
    const text = texts.join(" ").toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  };
  const groups = new Map<string, ModelInfo[]>();
  for (const model of models) {
    if (!matches(model.name, model.id, model.connectionName, model.description)) continue;
    if (model.hidden) continue;
    const key = model.connectionId ?? model.kind;
    const group = groups.get(key);
    if (group) group.push(model);
    else groups.set(key, [model]);
  }
  const listed = [...groups].map(([connectionId, own]) => ({
    connectionId,
    name: own[0]?.connectionName ?? connectionId,
    models: own,
    reason: null,
  }));
  const down = problems
    .filter((problem) => !groups.has(problem.connectionId) && matches(problem.name))
    .map(({ connectionId, name, reason }) => ({ connectionId, name, models: [], reason }));
  return [...listed, ...down];
}

export type ModelWishes = {
  /** The open chat's own model. */
  chat: string | null;
  /** From the address. */
  asked: string | null;
  /** The one used last on this device. */
  last: string | null;
};

/** What the next question goes to. `missing` names a wish of the open chat that can't be met. */
export type ModelChoice = { model: ModelInfo | null; missing: string | null };

/**
 * An open chat keeps its own model, also when it is gone (then a person must choose); a new chat takes
 * the address's, else the last one used, else the first that is there.
 */
export function chooseModel(models: readonly ModelInfo[], wishes: ModelWishes): ModelChoice {
  const find = (id: string | null) => models.find((model) => model.id === id) ?? null;
  if (wishes.chat !== null) {
    const model = find(wishes.chat);
    return { model, missing: model === null ? wishes.chat : null };
  }
  const usable = (model: ModelInfo | null) => (model?.available ? model : null);
  const model =
    find(wishes.asked) ??
    usable(find(wishes.last)) ??
    models.find((candidate) => candidate.available) ??
    models[0] ??
    null;
  return { model, missing: null };
}

/** What tells a model from the others that are called the same; null where its name is enough. */
export function distinctionOf(model: ModelInfo, models: readonly ModelInfo[]): string | null {
  const namesakes = models.filter(({ id, name }) => id !== model.id && name === model.name);
  if (namesakes.length === 0) return null;
  const sharesConnection = namesakes.some(
    ({ connectionName }) => connectionName === model.connectionName,
  );
  return sharesConnection ? model.id : model.connectionName;
}
