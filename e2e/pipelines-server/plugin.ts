import type { JsonObject } from "@parley/core";

/** Sees what goes to a model, or what came of it, and returns what it makes of it; throws to refuse. */
export type Hook = (body: JsonObject, user: JsonObject, valves: JsonObject) => JsonObject | null;

/** What a pipe is asked: as the reference server calls it. */
export type PipeCall = {
  userMessage: string;
  /** Of a manifold the part after its own id. */
  modelId: string;
  body: JsonObject;
};
export type Pipe = (call: PipeCall) => string | string[];

type Settings = {
  /** Present when it has valves: what they are, and a JSON schema of them. */
  valves?: JsonObject;
  spec?: JsonObject;
};
type Hooks = { inlet?: Hook; outlet?: Hook };

/** A plugin as the reference server knows them. A filter's targets and priority are among its valves. */
export type Plugin = { id: string; name: string } & Settings &
  Hooks &
  (
    | { type: "filter" }
    | { type: "pipe"; pipe: Pipe }
    | { type: "manifold"; pipelines: { id: string; name: string }[]; pipe: Pipe }
  );

/** What a server can do instead of what its plugin says. */
export type Fault =
  | { do: "hang" }
  /** Closes the connection without a word. */
  | { do: "die" }
  /** Closes it in the middle of the answer. */
  | { do: "half" }
  | { do: "answer"; status?: number; type?: string; body: string };

/** A filter as the reference examples write them: targets and priority in its valves. */
export function filter(
  id: string,
  { priority = 0, pipelines = ["*"], valves = {}, properties = {}, ...rest }: FilterOptions = {},
): Plugin {
  return {
    type: "filter",
    id,
    name: rest.name ?? id,
    valves: { pipelines, priority, ...valves },
    spec: {
      title: "Valves",
      type: "object",
      properties: {
        pipelines: {
          title: "Pipelines",
          type: "array",
          items: { type: "string" },
          default: ["*"],
          description: "Models that this filter is for; * is all.",
        },
        priority: { title: "Priority", type: "integer", default: 0 },
        ...properties,
      },
    },
    ...(rest.inlet === undefined ? {} : { inlet: rest.inlet }),
    ...(rest.outlet === undefined ? {} : { outlet: rest.outlet }),
  };
}

export type FilterOptions = Hooks & {
  name?: string;
  priority?: number;
  pipelines?: string[];
  /** Valves beside targets and priority, and their part of the schema. */
  valves?: JsonObject;
  properties?: JsonObject;
};
