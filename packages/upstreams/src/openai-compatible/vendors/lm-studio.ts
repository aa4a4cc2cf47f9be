import { developerAsSystem, rename } from "./changes.ts";
import type { Vendor } from "./vendor.ts";

/** https://lmstudio.ai/docs/developer/openai-compat; it is known by its usual port. */
export const lmStudio: Vendor = {
  name: "LM Studio",
  host: /:1234$/,
  request: [developerAsSystem, rename("max_completion_tokens", "max_tokens")],
};
