import { type ErrorCode, type LoadedFunction, ParleyError } from "@parley/core";

/** "The filter “Redact” …": how people are told which function it was. */
export function naming({ id, manifest }: Pick<LoadedFunction, "id" | "manifest">): string {
  return `The ${manifest.kind} "${manifest.name}" (${id})`;
}

type Code = Extract<ErrorCode, "function_failed" | "function_unavailable">;

export function trouble(
  fn: Pick<LoadedFunction, "id" | "manifest">,
  code: Code,
  about: { what: string; cause?: unknown },
): ParleyError {
  const verb = code === "function_failed" ? "failed" : "can't run now";
  const text = `${naming(fn)} ${verb}: ${about.what}${/[.!?]$/.test(about.what) ? "" : "."}`;
  return new ParleyError(code, text, about.cause === undefined ? {} : { cause: about.cause });
}
