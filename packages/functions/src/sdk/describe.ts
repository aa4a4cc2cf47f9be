import type { z } from "zod";

/** What a function may do beyond looking at what it is given. */
export type Permissions = {
  /**
   * Hosts that `fetch` may ask: "api.example.com", "*.example.com", "127.0.0.1:8080"; "*" is every public
   * one, for an address that an admin sets in a valve.
   */
  fetch?: string[];
  /** Ids of models that `complete` may ask; "*" is all that the person may use. */
  models?: string[];
  /** Whether it may keep something between calls. */
  storage?: boolean;
};

/** What every kind of function says about itself. */
export type Description<
  Valves extends z.ZodObject = z.ZodObject,
  UserValves extends z.ZodObject = z.ZodObject,
> = {
  name: string;
  /** Such as "1.0.0". */
  version?: string;
  description?: string;
  /** A name of Lucide's, or a picture as a `data:` address. */
  icon?: string;
  author?: string;
  permissions?: Permissions;
  /** Settings by an admin: an object of zod's. */
  valves?: Valves;
  /** Settings by each person. */
  userValves?: UserValves;
};

/** How a valve is asked for, beside what its schema says. */
export type ValveInput = {
  /** A secret is stored encrypted, and never shown again. */
  secret?: boolean;
  /** More than one line. */
  multiline?: boolean;
  /** The property of `options` that gives the choices. */
  options?: string;
  placeholder?: string;
};

/** Says how a valve is asked for: `valve(z.string(), { secret: true })`. */
export function valve<Schema extends z.ZodType>(schema: Schema, input: ValveInput): Schema {
  return schema.meta({ ...schema.meta(), input });
}

/** The valves of a function that names none. */
export type NoValves = z.ZodObject<Record<string, never>>;
