import type { CompletionRequest } from "@parley/core";
import { noThinkingBack, rename } from "./changes.ts";
import type { RequestChange, Vendor } from "./vendor.ts";

/** The o-series, gpt-5 and later, fine-tuned ones too: they think, and count that as completion. */
const thinks = /^(?:ft:)?(?:o\d|gpt-(?:[5-9]|\d\d))/;
/** The first two of them take no instructions. */
const uninstructed = /^(?:ft:)?o1-(?:mini|preview)/;

const completionTokens = rename("max_tokens", "max_completion_tokens");

export const forThinkingModels: RequestChange = (request) =>
  thinks.test(request.model) ? instructed(completionTokens(request)) : request;

/** The first system message has another role. */
function instructed(request: CompletionRequest): CompletionRequest {
  const at = request.messages.findIndex(({ role }) => role === "system");
  if (at < 0) return request;
  const role = uninstructed.test(request.model) ? "user" : "developer";
  const messages = request.messages.map((message, index) =>
    index === at ? { ...message, role } : message,
  );
  return { ...request, messages };
}

/** https://platform.openai.com/docs/api-reference/chat */
export const openAi: Vendor = {
  name: "OpenAI",
  host: /(?:^|\.)api\.openai\.com$/,
  request: [forThinkingModels, noThinkingBack],
};
