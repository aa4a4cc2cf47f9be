import { describe, expect, it } from "vitest";
import { vendorOf } from "./index.ts";

describe("a vendor", () => {
  it.each([
    ["https://api.openai.com/v1", null, "OpenAI"],
    ["https://eu.api.openai.com/v1", null, "OpenAI"],
    ["https://me.openai.azure.com/openai/v1", null, "Azure OpenAI"],
    ["https://me.services.ai.azure.com/openai/v1", null, "Azure OpenAI"],
    ["http://10.0.0.5:8000/v1", "vllm", "vLLM"],
    ["http://127.0.0.1:8080/v1", "llamacpp", "llama.cpp"],
    ["http://localhost:1234/v1", "organization_owner", "LM Studio"],
    ["https://openrouter.ai/api/v1", null, "OpenRouter"],
    ["https://api.mistral.ai/v1", "mistralai", "Mistral"],
    ["https://api.groq.com/openai/v1", "Groq", "Groq"],
    ["https://api.deepseek.com", null, "DeepSeek"],
    ["https://api.openai.com.evil.test/v1", null, "OpenAI-compatible"],
    ["http://127.0.0.1:8000/v1", "somebody", "OpenAI-compatible"],
    ["http://127.0.0.1:8000/v1", null, "OpenAI-compatible"],
  ])("at %s, with models of %s, is %s", (address, owner, name) => {
    expect(vendorOf(new URL(address), owner).name).toBe(name);
  });
});
