import { jsonObject } from "@parley/core";
import { noThinkingBack } from "./changes.ts";
import type { Vendor } from "./vendor.ts";

/**
 * https://console.groq.com/docs/api-reference. The last chunk has usage under `x_groq`, also unasked;
 * so has an error that ended a stream early.
 */
export const groq: Vendor = {
  name: "Groq",
  host: /(?:^|\.)groq\.com$/,
  request: [noThinkingBack],
  chunk(chunk) {
    const own = jsonObject.safeParse(chunk.x_groq);
    const { usage, error } = own.data ?? {};
    return {
      ...chunk,
      ...(usage !== undefined && !chunk.usage ? { usage } : {}),
      ...(typeof error === "string" ? { error } : {}),
    };
  },
};
