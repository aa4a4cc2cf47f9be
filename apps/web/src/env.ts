import { baseUrl } from "@parley/core";
import { z } from "zod";

/**
 * The environment, read and validated here and nowhere else. Values that Parley does not understand
 * are refused with a sentence, because a mistyped setting that is silently ignored is found too late.
 */
const list = z
  .string()
  .transform((text) => text.split(",").map((entry) => entry.trim()))
  .transform((entries) => entries.filter((entry) => entry !== ""));

const addresses = list.pipe(z.array(baseUrl));

const databaseUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must look like postgresql://user:password@host:5432/database",
});

const environment = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  PORT: z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(0, "must be 0–65535")
    .max(65_535, "must be 0–65535")
    .default(3_000),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default("./data"),
  DATABASE_URL: databaseUrl.optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "must look like redis://host:6379" }).optional(),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be the http:// or https:// address people open" })
    .optional(),
  AUTH_SECRET: z.string().optional(),
  ADMIN_EMAIL: z.email({ error: "must be an e-mail address" }).optional(),
  ADMIN_PASSWORD: z.string().min(8, "must have at least 8 characters").optional(),
  OPENAI_BASE_URLS: addresses.default([]),
  OPENAI_API_KEYS: z
    .string()
    .transform((text) => text.split(",").map((entry) => entry.trim()))
    .default([]),
  OLLAMA_BASE_URLS: addresses.optional(),
  /** A folder of functions as `.ts` files, which is watched. */
  FUNCTIONS_DIR: z.string().optional(),
  /** Hosts inside the operator's network that functions may be permitted to ask. */
  FUNCTIONS_PRIVATE_HOSTS: list
    .pipe(
      z.array(
        z.string().regex(/^[^\s/*@]+$/, "must be hosts such as 10.0.0.5:8080, separated by commas"),
      ),
    )
    .default([]),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "must be fatal, error, warn, info, debug, trace or silent",
    })
    .default("info"),
  /** OpenTelemetry's own name: where a collector takes traces over HTTP. Absent: none are made. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: "must be a collector's http:// or https:// address" })
    .optional(),
});

export type Env = z.infer<typeof environment>;

/** An unset variable and an empty one mean the same: shells and compose files write either. */
function present(source: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) if (value) found[name] = value;
  return found;
}

/** The environment, or one sentence for each value that can't be used. */
export function readEnv(
  source: NodeJS.ProcessEnv = process.env,
): { ok: true; env: Env } | { ok: false; problems: string[] } {
  const parsed = environment.safeParse(present(source));
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`),
    };
  }
  const env = parsed.data;
  const problems = [
    ...((env.ADMIN_EMAIL === undefined) === (env.ADMIN_PASSWORD === undefined)
      ? []
      : ["ADMIN_EMAIL and ADMIN_PASSWORD go together: give both or neither."]),
    ...(env.OPENAI_API_KEYS.length > env.OPENAI_BASE_URLS.length
      ? ["OPENAI_API_KEYS has more entries than OPENAI_BASE_URLS: they go together by position."]
      : []),
    ...(env.DATABASE_URL !== undefined && env.AUTH_SECRET === undefined
      ? [
          "AUTH_SECRET must be given with DATABASE_URL: any 32 random characters or more, the same on every node.",
        ]
      : []),
  ];
  return problems.length === 0 ? { ok: true, env } : { ok: false, problems };
}
