import type {
  Chats,
  Connections,
  Groups,
  Identity,
  Log,
  ModelAdmin,
  ModelRegistry,
  Pipeline,
  Pipelines,
  SettingsRepository,
  Turns,
} from "@parley/core";

/** Everything a handler may call; put together once, where the server is composed. */
export type Services = {
  chats: Chats;
  turns: Turns;
  connections: Connections;
  pipeline: Pipeline;
  pipelines: Pipelines;
  models: Pick<ModelRegistry, "list" | "problems">;
  modelAdmin: ModelAdmin;
  groups: Groups;
  identity: Identity;
  settings: SettingsRepository;
  log: Log;
};
