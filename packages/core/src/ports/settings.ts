import { z } from "zod";

/** What an admin decides for everybody. Each key has a default, so an empty store is a valid one. */
export const settings = z.object({
  /** `approve`: new people wait for an admin. `open`: they may start at once. */
  signUp: z.enum(["approve", "open"]).default("approve"),
  demoModels: z.boolean().default(true),
  titleGeneration: z.boolean().default(true),
  /** Model that names chats; null uses the model that answered. */
  titleModel: z.string().nullable().default(null),
});
export type Settings = z.infer<typeof settings>;

export interface SettingsRepository {
  read(): Promise<Settings>;
  /** Merges and returns the whole. */
  write(patch: Partial<Settings>): Promise<Settings>;
}
