import { actionPage, entityId, notFound } from "@parley/core";
import { z } from "zod";
import { type HttpCall, principalOf } from "./call.ts";

export const embedsPath = "/api/chat/embeds/";

/**
 * What a function's page may do: run its own scripts, in an origin of its own. It loads nothing, asks
 * nothing, and reaches nothing of Parley; also when its address is opened by itself.
 */
const policy = [
  "sandbox allow-scripts",
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

const place = z.tuple([entityId, entityId, z.coerce.number().int().min(0).max(1_000)]);
const pages = z.array(actionPage);

/** Sends a page that an action left with a message, to whoever's message it is. */
export async function sendEmbed(call: HttpCall): Promise<void> {
  const { response, services, url } = call;
  const path = url.slice(embedsPath.length).split("?", 1)[0] ?? "";
  const asked = place.safeParse(path.split("/"));
  if (!asked.success) throw notFound("page");
  const [chatId, messageId, index] = asked.data;
  const message = await services.chats.message(principalOf(call), { chatId, messageId });
  const page = pages.safeParse(message.metadata.embeds).data?.[index];
  if (page === undefined) throw notFound("page");
  const body = Buffer.from(page.html);
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-length": body.length,
    "content-security-policy": policy,
    // Everything else of Parley is framed by nobody.
    "x-frame-options": "SAMEORIGIN",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  });
  response.end(body);
}
