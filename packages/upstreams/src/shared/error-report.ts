import { type Json, json, parseJson } from "@parley/core";
import { z } from "zod";
import type { Place } from "./place.ts";

/** What an upstream says about an error, whichever way it says it. */
export type ErrorReport = {
  message: string;
  code: string | null;
  /** The key of the request that is at fault, where it says so. */
  param?: string;
};

const longest = 300;

const code = z.union([z.string(), z.number()]).nullish();
const plainText = z.string().transform((message): ErrorReport => ({ message, code: null }));
const validationErrors = z
  .array(z.looseObject({ msg: z.string(), loc: z.array(json).optional() }))
  .min(1)
  .transform((all): ErrorReport => ({ message: all.map(sayInvalid).join("; "), code: null }));
const nested = z
  .looseObject({ detail: validationErrors })
  .transform(({ detail }) => detail.message);
const errorObject = z
  .looseObject({
    message: z.union([z.string(), nested]),
    code,
    type: z.string().nullish(),
    param: z.unknown().optional(),
  })
  .transform(
    (error): ErrorReport => ({
      message: error.message,
      code: codeOf(error),
      ...(typeof error.param === "string" ? { param: error.param } : {}),
    }),
  );

/** "messages.0.role: what is wrong with it" */
function sayInvalid({ msg, loc = [] }: { msg: string; loc?: Json[] | undefined }): string {
  const where = loc.filter((part) => part !== "body").join(".");
  return where === "" ? msg : `${where}: ${msg}`;
}

/** OpenAI's, Ollama's, FastAPI's, and the plainest shape; some servers wrap theirs in a list. */
const single = z.union([
  z.looseObject({ error: z.union([errorObject, plainText]) }).transform((body) => body.error),
  z
    .looseObject({ detail: z.union([plainText, errorObject, validationErrors]) })
    .transform((body) => body.detail),
  errorObject,
]);
const errorBody = z.union([
  single,
  z
    .tuple([single])
    .rest(json)
    .transform(([first]) => first),
]);

function codeOf(error: {
  code?: string | number | null | undefined;
  type?: string | null | undefined;
}) {
  const value = error.code ?? error.type;
  return value === null || value === undefined ? null : String(value);
}

/**
 * The report in the body of a refused request: JSON of a known shape, alone or as the first event of a
 * stream, a page's title, or its text.
 */
export function reportOfBody(text: string): ErrorReport {
  const event = /^data:(.*)$/m.exec(text)?.[1];
  const known = parseJson(errorBody, event ?? text);
  if (known !== null) return known;
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1];
  if (title !== undefined) return { message: title.trim(), code: null };
  return { message: /^\s*</.test(text) ? "" : text.trim(), code: null };
}

/** The report in an `error` key that came in the middle of an answer. */
export function reportOfValue(error: unknown): ErrorReport {
  const known = z.union([errorObject, plainText]).safeParse(error);
  return known.success ? known.data : { message: JSON.stringify(error), code: null };
}

/** An upstream's words as they may be shown: cut, on one line, and without the key. */
export function presentable(text: string, place: Place): string {
  const clean = place.secret === null ? text : text.replaceAll(place.secret, "[key]");
  const line = clean.replace(/\s+/g, " ").trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
