import type { Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { WireMessage } from "./wire.ts";

/** What a system prompt may refer to, as `{{NAME}}`. */
export type Variables = Record<string, string>;

/** The variables of a request. `now` in milliseconds since 1970; times are in UTC. */
export function variablesOf(principal: Principal, now: number): Variables {
  const time = new Date(now);
  const [date = "", clock = ""] = time.toISOString().split("T");
  const weekday = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" });
  return {
    USER_NAME: principal.name,
    USER_EMAIL: principal.email,
    USER_ID: principal.userId,
    CURRENT_DATE: date,
    CURRENT_TIME: clock.slice(0, 5),
    CURRENT_DATETIME: `${date} ${clock.slice(0, 5)}`,
    CURRENT_WEEKDAY: weekday.format(time),
    CURRENT_TIMEZONE: "UTC",
  };
}

/** Puts values in the place of their names; a name that is not known stays as it stands. */
export function fillIn(text: string, variables: Variables): string {
  return text.replaceAll(/\{\{\s*([A-Z_]+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole,
  );
}

/**
 * Puts a system prompt before what the request says itself: into its first system message, or as a
 * message of its own. With `replace`, the request's own system messages are left out.
 */
export function withSystem(
  messages: WireMessage[],
  system: string,
  { replace = false }: { replace?: boolean } = {},
): WireMessage[] {
  const kept = replace ? messages.filter((message) => !isSystem(message)) : messages;
  if (system === "") return kept;
  const [first, ...others] = kept;
  if (first === undefined || !isSystem(first)) {
    return [{ role: "system", content: system }, ...kept];
  }
  return [{ ...first, content: joined(system, first.content) }, ...others];
}

/**
 * System messages at the top, as one where nothing is lost by it: many models' templates take no other.
 * Those of another role, or with keys beside role and content, stay as they are.
 */
export function oneSystem(messages: WireMessage[]): WireMessage[] {
  const system = messages.filter(isSystem);
  const role = system.find(isPlain)?.role;
  const isAlike = (message: WireMessage) => isPlain(message) && message.role === role;
  const kept: WireMessage[] = [];
  for (const message of system) {
    const at = isAlike(message) ? kept.findIndex(isAlike) : -1;
    const one = kept[at];
    if (one === undefined) kept.push(message);
    else kept[at] = { ...one, content: joined(one.content, message.content) };
  }
  return [...kept, ...messages.filter((message) => !isSystem(message))];
}

type Content = WireMessage["content"];

/** One content after the other: text after a blank line, parts as they are. */
function joined(one: Content, other: Content): Content {
  if (Array.isArray(one) || Array.isArray(other)) return [...partsOf(one), ...partsOf(other)];
  return [one ?? "", other ?? ""].filter((text) => text !== "").join("\n\n");
}

function partsOf(content: Content): JsonObject[] {
  if (Array.isArray(content)) return content;
  return content ? [{ type: "text", text: content }] : [];
}

function isSystem({ role }: WireMessage): boolean {
  return role === "system" || role === "developer";
}

function isPlain(message: WireMessage): boolean {
  return Object.keys(message).every((key) => key === "role" || key === "content");
}
