/** What the host is told of something that was thrown: for a person, and for the log. */
export type Failure = { m: string; stack: string };

/** The function's own address, which Deno shortens in the middle. */
const address = /data:application\/typescript;base64,[A-Za-z0-9+/=]*(?:\.{3,}[A-Za-z0-9+/=]*)?/g;

export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return { m: String(thrown).slice(0, 2_000), stack: "" };
  const stack = String(thrown.stack ?? "")
    .replace(address, "function.ts")
    .split("\n")
    .filter((line) => !line.includes("/runner.js:"))
    .join("\n");
  const [, where] = /function\.ts:(\d+):\d+/.exec(stack) ?? [];
  const place = where === undefined ? "" : ` (line ${where})`;
  const name = thrown.name === "Error" ? "" : `${thrown.name}: `;
  const message = `${name}${thrown.message}`.replace(address, "function.ts").slice(0, 2_000);
  return { m: `${message}${place}`, stack: stack.slice(0, 4_000) };
}
