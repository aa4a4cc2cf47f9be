export { createOpenAiCompatible } from "./openai-compatible/upstream.ts";
