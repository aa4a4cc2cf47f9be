import type { FunctionResult, FunctionSession, JsonObject } from "@parley/core";
import type { FunctionHostOptions, ReadyFunctionHost } from "../../host/host.ts";
import { facts, filterSource, loaded, never, newHost, noTools } from "../host-world.ts";

/** What a drill found: sentences about what should not be, and figures. */
export type Findings = { problems: string[]; figures: Record<string, number | string> };

/** One attack on the sandbox, or one misfortune of it, and whether it holds. */
export type Drill = {
  id: string;
  sentence: string;
  /** Shorter, with wider bounds: for a machine that does other things as well. */
  run(quick: boolean): Promise<Findings>;
};

export const milliseconds = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Runs with a host of its own, which is closed afterwards. */
export async function withHost<T>(
  options: Partial<FunctionHostOptions>,
  work: (host: ReadyFunctionHost) => Promise<T>,
): Promise<T> {
  const host = newHost(options);
  try {
    const status = await host.ready;
    if (!status.available) throw new Error(status.reason);
    return await work(host);
  } finally {
    await host.close();
  }
}

/** Opens a session of a filter with these handlers. */
export async function openFilter(
  host: ReadyFunctionHost,
  id: string,
  written: string | { handlers: string; more: string },
): Promise<FunctionSession> {
  const { handlers, more } =
    typeof written === "string" ? { handlers: written, more: "" } : written;
  return host.open(await loaded(host, filterSource(handlers, more), { id }), facts, noTools);
}

/** What an inlet gave back, as an object; the sentence of its error under `error`. */
export async function inlet(
  session: FunctionSession,
  body: JsonObject = {},
): Promise<Record<string, unknown>> {
  try {
    return given(await session.call("inlet", { body }, never));
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function given(result: FunctionResult): Record<string, unknown> {
  if (result.outcome !== "value") return { outcome: result.outcome };
  const { value } = result;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : { value };
}

/**
 * For sources of drills: imports what the analysis would refuse, as hostile code would, puts back what
 * parts of Node miss where the runner has tidied up, and tells how an attempt ended.
 */
export const attempts = `
const fake = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "fake" : key === "then" ? undefined : fake),
  apply: () => fake,
  construct: () => fake,
});
const load = (name, options) => {
  if (name.startsWith("node:")) globalThis.Deno ??= fake;
  return (0, eval)("(name, options) => import(name, options)")(name, options);
};
const outcome = async (attempt) => {
  try {
    const value = await attempt();
    if (value === fake) return "ONLY A FAKE";
    return "GOT " + (typeof value === "object" ? Object.prototype.toString.call(value) : String(value)).slice(0, 80);
  } catch (error) {
    return String(error?.name ?? error) + (error?.code ? " " + error.code : "");
  }
};
const settled = (attempt, ms = 2000) => Promise.race([outcome(attempt), new Promise((done) => setTimeout(done, ms, "NOTHING"))]);
`;
