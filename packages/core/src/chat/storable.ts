import type { Json } from "../json.ts";

/**
 * PostgreSQL can hold neither U+0000 nor half a surrogate pair. Both come from upstreams now and
 * then, and a write must not fail because of it: they become U+FFFD, the sign for "not a character".
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", "\uFFFD");
}

/** The escapes that stringifying writes: those characters, or one sign, such as another backslash. */
const escapes = /\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g;

/** The same for every string and key of a JSON value; returns it as JSON text. */
export function storableJson(value: Json): string {
  return JSON.stringify(value).replace(escapes, (found, code: string) =>
    code.length > 1 ? "\uFFFD" : found,
  );
}
