import type {
  Chats,
  ConnectionProblem,
  Connections,
  Log,
  ModelInfo,
  Pipeline,
  Principal,
  Settings,
  Turns,
  UserRole,
} from "@parley/core";

export type SetupState = { hasUsers: boolean; signUp: "approve" | "open" };

export type Person = {
  id: string;
  name: string;
  email: string;
  role: UserRole;
  createdAt: number;
  lastSeenAt: number | null;
};

export type ApiKeyView = {
  id: string;
  name: string;
  /** The first characters, to tell keys apart. */
  start: string;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
};

/** Everything a handler may call; put together once, where the server is composed. */
export type Services = {
  chats: Chats;
  turns: Turns;
  connections: Connections;
  pipeline: Pipeline;
  models: { list(): ModelInfo[]; problems(): ConnectionProblem[] };
  people: {
    find(userId: string): Promise<Person | null>;
    list(principal: Principal): Promise<Person[]>;
    setRole(principal: Principal, userId: string, role: UserRole): Promise<void>;
    remove(principal: Principal, userId: string): Promise<void>;
  };
  keys: {
    list(principal: Principal): Promise<ApiKeyView[]>;
    create(
      principal: Principal,
      input: { name: string; expiresInDays: number | null },
    ): Promise<{ id: string; key: string }>;
    revoke(principal: Principal, keyId: string): Promise<void>;
  };
  settings: {
    read(): Promise<Settings>;
    write(principal: Principal, patch: Partial<Settings>): Promise<Settings>;
  };
  setupState(): Promise<SetupState>;
  log: Log;
};
