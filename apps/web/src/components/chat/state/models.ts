import type { ModelInfo, ModelList } from "./types.ts";

export type ModelGroup = {
  id: string;
  /** What connections offer stands under the connection's name; what admins made, under its kind. */
  kind: "arena" | "preset" | "connection";
  name: string;
  models: readonly ModelInfo[];
  /** Why the connection gives no models; null when it does. */
  reason: string | null;
};

const made = ["arena", "preset"] as const;

/**
 * Arenas, presets, then models by connection, in the list's order, then the connections that are down;
 * only what matches, and nothing hidden.
 */
export function groupModels({ models, problems }: ModelList, search: string): ModelGroup[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const matches = (...texts: (string | null)[]) => {
    const text = texts.join(" ").toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = models.filter(
    (model) =>
      !model.hidden && matches(model.name, model.id, model.connectionName, model.description),
  );
  const groups = Map.groupBy(found, (model) => model.connectionId ?? model.kind);
  const own = made.flatMap((kind) => {
    const members = groups.get(kind);
    return members === undefined
      ? []
      : [{ id: kind, kind, name: "", models: members, reason: null }];
  });
  const listed = [...groups]
    .filter(([, [first]]) => first?.connectionId !== null)
    .map(([id, members]) => ({
      ...{ id, kind: "connection" as const, name: members[0]?.connectionName ?? id },
      ...{ models: members, reason: null },
    }));
  const down = problems
    .filter((problem) => !groups.has(problem.connectionId) && matches(problem.name))
    .map(({ connectionId: id, name, reason }) => ({
      ...{ id, kind: "connection" as const, name, models: [], reason },
    }));
  return [...own, ...listed, ...down];
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
    models.find((candidate) => candidate.available && !candidate.hidden) ??
    models.find((candidate) => !candidate.hidden) ??
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
  return sharesConnection ? model.id : (model.connectionName ?? model.id);
}
