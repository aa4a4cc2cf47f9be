import {
  type JsonObject,
  jsonObject,
  ParleyError,
  parseJson,
  type WireMessage,
} from "@parley/core";
import { z } from "zod";

/** A message as Ollama takes it. */
export type OllamaMessage = {
  role: string;
  content: string;
  thinking?: string;
  /** Base64, without the "data:" in front. */
  images?: string[];
  tool_calls?: OllamaToolCall[];
  tool_name?: string;
  tool_call_id?: string;
};

type OllamaToolCall = {
  id?: string;
  function: { index: number; name: string; arguments: JsonObject };
};

const openAiCall = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({
    name: z.string(),
    arguments: z.union([z.string(), jsonObject]).nullish(),
  }),
});

/** Translates a conversation; `tool_name`s are found by the ids of the calls before them. */
export function toMessages(messages: WireMessage[]): OllamaMessage[] {
  const toolNames = new Map<string, string>();
  return messages.map((message) => {
    const role = roles[message.role] ?? message.role;
    const calls = callsOf(message);
    for (const call of calls) {
      if (call.id !== undefined) toolNames.set(call.id, call.function.name);
    }
    const { text, images } = contentOf(message);
    const thinking = firstText(message.thinking, message.reasoning_content, message.reasoning);
    return {
      role,
      content: text,
      ...(thinking === null ? {} : { thinking }),
      ...(images.length === 0 ? {} : { images }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...(role === "tool" ? toolResult(message, toolNames) : {}),
    };
  });
}

/** OpenAI's newer and older names for what Ollama calls otherwise. */
const roles: Record<string, string> = { developer: "system", function: "tool" };

function firstText(...values: unknown[]): string | null {
  const found = values.find((value) => typeof value === "string" && value !== "");
  return typeof found === "string" ? found : null;
}

function toolResult(message: WireMessage, toolNames: Map<string, string>) {
  const id = firstText(message.tool_call_id);
  const name = firstText(message.tool_name, message.name) ?? toolNames.get(id ?? "") ?? null;
  return {
    ...(name === null ? {} : { tool_name: name }),
    ...(id === null ? {} : { tool_call_id: id }),
  };
}

function callsOf(message: WireMessage): OllamaToolCall[] {
  const given = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  return given.flatMap((value, index) => {
    const call = openAiCall.safeParse(value);
    if (!call.success) return [];
    const { id, function: called } = call.data;
    return [
      {
        ...(id ? { id } : {}),
        function: { index, name: called.name, arguments: argumentsOf(called.arguments) },
      },
    ];
  });
}

/** Models do write arguments that are no JSON object; the call is kept, and shows what was written. */
function argumentsOf(given: string | JsonObject | null | undefined): JsonObject {
  if (given === null || given === undefined) return {};
  if (typeof given !== "string") return given;
  if (given.trim() === "") return {};
  return parseJson(jsonObject, given) ?? { arguments: given };
}

const textPart = z.union([
  z.looseObject({ type: z.literal("text"), text: z.string() }).transform(({ text }) => text),
  z
    .looseObject({ type: z.literal("refusal"), refusal: z.string() })
    .transform(({ refusal }) => refusal),
]);
const imagePart = z.looseObject({
  type: z.literal("image_url"),
  image_url: z.union([z.string(), z.looseObject({ url: z.string() }).transform(({ url }) => url)]),
});

const nativeImages = z.array(z.string()).catch([]);

function contentOf(message: WireMessage): { text: string; images: string[] } {
  const { content } = message;
  const images = nativeImages.parse(message.images ?? []);
  if (content === null || content === undefined) return { text: "", images };
  if (typeof content === "string") return { text: content, images };
  const texts: string[] = [];
  for (const part of content) {
    const text = textPart.safeParse(part);
    const image = imagePart.safeParse(part);
    if (text.success) texts.push(text.data);
    else if (image.success) images.push(imageData(image.data.image_url));
    else throw untakeable(`a part of the kind "${String(part.type)}"`);
  }
  return { text: texts.join("\n\n"), images };
}

function imageData(url: string): string {
  const data = /^data:([^,]*),(.*)$/s.exec(url);
  if (data === null) throw untakeable("an image by its web address; send it as a data: address");
  const [, type = "", body = ""] = data;
  return /;base64$/i.test(type) ? body : Buffer.from(decodeURIComponent(body)).toString("base64");
}

function untakeable(what: string): ParleyError {
  return new ParleyError("invalid_request", `Models on Ollama can't take ${what}.`, {
    param: "messages",
  });
}
