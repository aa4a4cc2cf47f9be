import type {
  Actions,
  Chats,
  Connections,
  FinishedAnswers,
  Functions,
  FunctionTrial,
  Groups,
  Identity,
  Log,
  MemberFunctions,
  ModelAdmin,
  ModelRegistry,
  Pipeline,
  Pipelines,
  SettingsRepository,
  Turns,
} from "@parley/core";

/** Figures in Prometheus' text format. */
export type Metrics = { contentType: string; text(): Promise<string> };

/** Everything a handler may call; put together once, where the server is composed. */
export type Services = {
  chats: Chats;
  turns: Turns;
  connections: Connections;
  pipeline: Pipeline;
  pipelines: Pipelines;
  models: Pick<ModelRegistry, "list" | "problems">;
  modelAdmin: ModelAdmin;
  functions: Functions;
  memberFunctions: MemberFunctions;
  functionTrial: FunctionTrial;
  actions: Actions;
  finished: FinishedAnswers;
  groups: Groups;
  identity: Identity;
  settings: SettingsRepository;
  metrics: Metrics;
  log: Log;
};
