import { jsonObject } from "@parley/core";
import { z } from "zod";
import { storedPlace } from "./actions.ts";
import { type HttpCall, principalOf } from "./call.ts";
import { readJson } from "./read-json.ts";
import { sendJson } from "./respond.ts";

const text = z.string().max(200).nullish();
const completedRequest = z.looseObject({
  model: z.string().max(500).nullish(),
  /** Absent: the branch as it is stored. */
  messages: z.array(jsonObject).min(1).max(5_000).nullish(),
  chat_id: text,
  session_id: text,
  id: text,
  filter_ids: z.array(z.string().max(100)).max(200).nullish(),
});

/**
 * `POST /api/chat/completed`: shows a finished answer to the filters that see answers, and answers with
 * what they made of it. A stored one is changed where it is stored.
 */
export async function completed(call: HttpCall, { maxBytes }: { maxBytes: number }): Promise<void> {
  const body = await readJson(call.request, completedRequest, maxBytes);
  const abort = new AbortController();
  call.response.on("close", () => abort.abort(new Error("the client closed its connection")));
  const { model, messages, session_id, filter_ids } = body;
  const result = await call.services.finished.show(principalOf(call), {
    ...{ place: storedPlace(body), signal: abort.signal },
    told: {
      ...{ session_id: session_id ?? "", filter_ids: filter_ids ?? [] },
      ...{ chat_id: body.chat_id ?? "", message_id: body.id ?? "" },
    },
    ...(model ? { model } : {}),
    ...(messages ? { messages } : {}),
  });
  sendJson(call.response, 200, result);
}
