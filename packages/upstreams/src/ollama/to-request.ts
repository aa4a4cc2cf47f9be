import type { CompletionRequest, Json } from "@parley/core";
import { z } from "zod";
import { toMessages } from "./to-messages.ts";
import { formatOf, keepAliveOf, optionsOf, sameKeysOf, systemOf, thinkOf } from "./to-options.ts";

/** An OpenAI request as the body of Ollama's `POST /api/chat`. */
export function toChat(request: CompletionRequest) {
  const options = optionsOf(request);
  const format = formatOf(request);
  const think = thinkOf(request);
  const keepAlive = keepAliveOf(request);
  const system = systemOf(request);
  const tools = toolsOf(request);
  const messages = toMessages(request.messages);
  return {
    model: request.model,
    messages: system === null ? messages : [{ role: "system", content: system }, ...messages],
    // Ollama streams unless told otherwise.
    stream: request.stream === true,
    ...(tools.length === 0 ? {} : { tools }),
    ...(format === undefined ? {} : { format }),
    ...(think === undefined ? {} : { think }),
    ...(keepAlive === undefined ? {} : { keep_alive: keepAlive }),
    ...sameKeysOf(request),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

const toolList = z.array(z.json()).catch([]);
const namedTool = z.looseObject({ function: z.looseObject({ name: z.string() }) });

/** Ollama lets the model choose among the tools it is given; a choice that was made leaves no others. */
function toolsOf({ tools, tool_choice: choice }: CompletionRequest): Json[] {
  if (choice === "none") return [];
  const all = toolList.parse(tools ?? []);
  const chosen = namedTool.safeParse(choice);
  if (!chosen.success) return all;
  const { name } = chosen.data.function;
  return all.filter((tool) => namedTool.safeParse(tool).data?.function.name === name);
}

/** The call that carries a request; `basePath` is the path of the connection's address. */
export function toRequest(request: CompletionRequest, basePath: string) {
  return {
    method: "POST",
    path: `${basePath}/api/chat`,
    accept: request.stream === true ? "application/x-ndjson" : "application/json",
    body: JSON.stringify(toChat(request)),
  } as const;
}
