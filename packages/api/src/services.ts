import type {
  Chats,
  ConnectionProblem,
  Connections,
  Identity,
  Log,
  ModelInfo,
  Pipeline,
  SettingsRepository,
  Turns,
} from "@parley/core";

/** Everything a handler may call; put together once, where the server is composed. */
export type Services = {
  chats: Chats;
  turns: Turns;
  connections: Connections;
  pipeline: Pipeline;
  models: { list(): ModelInfo[]; problems(): ConnectionProblem[] };
  identity: Identity;
  settings: SettingsRepository;
  log: Log;
};
