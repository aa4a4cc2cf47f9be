import type { JsonObject } from "@parley/core";
import { z } from "zod";
import { thinkingBackAs } from "./changes.ts";
import type { Vendor } from "./vendor.ts";

const details = z.array(
  z.union([
    z.looseObject({ type: z.literal("reasoning.text"), text: z.string() }).transform((d) => d.text),
    z
      .looseObject({ type: z.literal("reasoning.summary"), summary: z.string() })
      .transform((d) => d.summary),
    z.unknown().transform(() => ""),
  ]),
);

/**
 * https://openrouter.ai/docs/use-cases/reasoning-tokens. Thinking may come in `reasoning_details`
 * only; a client that sends these back with its messages has them passed on as they are.
 */
export const openRouter: Vendor = {
  name: "OpenRouter",
  host: /(?:^|\.)openrouter\.ai$/,
  request: [thinkingBackAs("reasoning")],
  delta(delta: JsonObject) {
    if (typeof delta.reasoning === "string") return delta;
    const thought = details.safeParse(delta.reasoning_details).data?.join("") ?? "";
    return thought === "" ? delta : { ...delta, reasoning: thought };
  },
};
