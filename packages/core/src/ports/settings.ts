import { z } from "zod";
import { jsonObject } from "../json.ts";

const knownFilter = z.object({
  id: z.string(),
  name: z.string(),
  pipeline: z.object({
    type: z.literal("filter"),
    valves: z.boolean(),
    targets: z.array(z.string()),
    priority: z.number(),
  }),
});

/** What an admin decides for everybody. Each key has a default, so an empty store is a valid one. */
export const settings = z.object({
  /** `approve`: new people wait for an admin. `open`: they may start at once. */
  signUp: z.enum(["approve", "open"]).default("approve"),
  /** Stored: how demonstration models begin. For pages: whether any of these functions is switched on. */
  demoModels: z.boolean().default(true),
  /** Whether people may add endpoints that their own browsers ask. */
  directConnections: z.boolean().default(true),
  /** Who may use a model about which nothing is decided: all members, or admins only. */
  modelAccess: z.enum(["everyone", "admins"]).default("everyone"),
  /** Request keys that every model gets unless a preset or the request says otherwise. */
  defaultParams: jsonObject.default({}),
  titleGeneration: z.boolean().default(true),
  followUps: z.boolean().default(false),
  tags: z.boolean().default(false),
  /** Model that names chats, tags them and thinks of follow-up questions; null uses the one that answered. */
  titleModel: z.string().nullable().default(null),
  /** Filters by connection, as pipelines servers listed them last; Parley's own note. */
  knownFilters: z.record(z.string(), z.array(knownFilter)).default({}),
  /** Functions that came with Parley and were offered once; Parley's own note. */
  offeredFunctions: z.array(z.string()).default([]),
});
export type Settings = z.infer<typeof settings>;

export interface SettingsRepository {
  read(): Promise<Settings>;
  /** Merges and returns the whole. */
  write(patch: Partial<Settings>): Promise<Settings>;
}
