import { azure } from "./azure.ts";
import { deepSeek } from "./deepseek.ts";
import { groq } from "./groq.ts";
import { llamaCpp } from "./llama-cpp.ts";
import { lmStudio } from "./lm-studio.ts";
import { mistral } from "./mistral.ts";
import { openAi } from "./openai.ts";
import { openRouter } from "./openrouter.ts";
import type { Vendor } from "./vendor.ts";
import { vllm } from "./vllm.ts";

/** The servers whose differences are known. */
export const vendors: Vendor[] = [
  openAi,
  azure,
  vllm,
  llamaCpp,
  lmStudio,
  openRouter,
  mistral,
  groq,
  deepSeek,
];

/** A server that differs in nothing. */
const plain: Vendor = { name: "OpenAI-compatible" };

/** Whose server answers at an address; `owner` is what its list of models says, once there was one. */
export function vendorOf(base: URL, owner: string | null = null): Vendor {
  return (
    vendors.find(({ host }) => host?.test(base.host)) ??
    vendors.find((vendor) => owner !== null && vendor.owner?.test(owner)) ??
    plain
  );
}
