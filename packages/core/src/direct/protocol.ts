import { z } from "zod";
import { entityId } from "../chat/message.ts";
import { jsonObject } from "../json.ts";

/** Text of one line that a page names something with. */
const label = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, "must be one line");

/**
 * What a page says when its own browser is to answer. Closed: it can name an endpoint that only the
 * page knows, and nothing that the server has (models, files, functions, connections, settings).
 */
export const directChoice = z.strictObject({
  /** The socket of the page that will ask the endpoint. */
  sessionId: entityId,
  /** The page's own name of the endpoint; the server has no such thing. */
  connectionId: entityId,
  model: z.strictObject({ id: label, name: label }),
});
export type DirectChoice = z.infer<typeof directChoice>;

const directPrefix = "direct:";

/** Whether this is a model of some browser, whosever it is. */
export const isDirectModelId = (id: string) => id.startsWith(directPrefix);

/** The id that messages keep of a direct model. */
export function directModelId(connectionId: string, modelId: string): string {
  return `${directPrefix}${connectionId}/${modelId}`;
}

/** Server → page: please ask your endpoint. The page acknowledges, then sends frames on the channel. */
export const directRequest = z.object({
  channel: entityId,
  session_id: entityId,
  model: z.object({ connection_id: entityId, id: z.string(), name: z.string() }),
  /** The body for the endpoint, in OpenAI's shape. */
  form_data: jsonObject,
});
export type DirectRequest = z.infer<typeof directRequest>;
export const directRequestEvent = "request:chat:completion";

/** What a page could not do, in its own words. */
export const directError = z.strictObject({
  /** `unreachable`: no answer that the browser lets the page read. `refused`: an error status. */
  reason: z.enum(["unreachable", "refused", "broken", "unreadable", "unknown"]),
  status: z.number().int().min(400).max(599).nullable(),
  message: z.string().trim().min(1).max(2_000),
});
export type DirectError = z.infer<typeof directError>;

export const directAck = z.union([
  z.strictObject({ ok: z.literal(true) }),
  z.strictObject({ ok: z.literal(false), error: directError }),
]);
export type DirectAck = z.infer<typeof directAck>;

const numbered = { channel: entityId, seq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) };

/**
 * Page → server. Numbered 1, 2, 3 … within the channel; the last is `done` or `error`. A chunk travels
 * as JSON text, so that its size is known before anything is made of it.
 */
export const directFrame = z.union([
  z.strictObject({ ...numbered, chunk: z.string() }),
  z.strictObject({ ...numbered, error: directError }),
  z.strictObject({ ...numbered, done: z.literal(true) }),
]);
export type DirectFrame = z.infer<typeof directFrame>;
export const directFrameEvent = "direct:frame";

/**
 * The answer to a frame, given once the frame was read: a page that waits for it sends no faster than
 * the server reads. `received`: all frames up to this number have arrived.
 */
export const directReceipt = z.object({
  ok: z.literal(true),
  /** False: nobody listens (any more); the page stops. */
  open: z.boolean(),
  received: z.number(),
});
export type DirectReceipt = z.infer<typeof directReceipt>;

/** Server → page: nobody wants the rest; end the request to the endpoint. */
export const directAbort = z.object({ channel: entityId });
export const directAbortEvent = "direct:abort";
