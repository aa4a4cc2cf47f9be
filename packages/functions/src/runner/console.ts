import type { LogLevel } from "../protocol.ts";
import { platform } from "./platform.ts";
import { send } from "./wire.ts";

const longest = 4_000;

/** One value of a log line, as a person reads it. */
function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.stack ?? String(value);
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return platform.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function writer(level: LogLevel) {
  return (...values: unknown[]): void => {
    send({ t: "log", l: level, x: values.map(shown).join(" ").slice(0, longest) });
  };
}

/** Lets what functions write to the console become lines of their log. */
export function replaceConsole(): void {
  const nothing = () => undefined;
  const levels = {
    log: writer("info"),
    info: writer("info"),
    debug: writer("debug"),
    trace: writer("debug"),
    warn: writer("warn"),
    error: writer("error"),
    dir: writer("info"),
    table: writer("info"),
  };
  const own = new Proxy(levels, {
    get: (target, key) => Reflect.get(target, key) ?? nothing,
  });
  Object.defineProperty(globalThis, "console", { value: own, configurable: true, writable: true });
}
