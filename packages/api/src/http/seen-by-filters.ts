import {
  completion,
  emptyFold,
  foldChunk,
  type JsonObject,
  jsonObject,
  type OpenedCompletion,
  parseJson,
} from "@parley/core";
import { z } from "zod";

const encoder = new TextEncoder();

/**
 * The bytes of a streamed answer. When filters want the whole answer, it is put together on the way
 * past and shown to them at the end: what was sent can't be changed any more, but they have seen it.
 */
export async function* streamedBytes(
  opened: OpenedCompletion,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { answer, outlet } = opened;
  if (outlet === null) {
    yield* answer.bytes();
    return;
  }
  const folded = emptyFold();
  for await (const chunk of answer.chunks()) {
    foldChunk(folded, chunk);
    yield encoder.encode(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  await outlet(outletBody(opened, folded.content), signal);
  yield encoder.encode("data: [DONE]\n\n");
}

/** The bytes of an answer that is sent whole: with what filters made of it, and with an arena's pick. */
export async function* wholeBytes(
  opened: OpenedCompletion,
  { selected, signal }: { selected: JsonObject | null; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const { answer, outlet } = opened;
  if (outlet === null && selected === null) {
    yield* answer.bytes();
    return;
  }
  const text = new TextDecoder().decode(await collected(answer.bytes()));
  const body = parseJson(jsonObject, text);
  if (body === null) {
    // The upstream's adapter has let it through as an answer; nothing can be added to it.
    yield encoder.encode(text);
    return;
  }
  const shown = outlet === null ? body : await filtered(opened, { body, signal });
  yield encoder.encode(JSON.stringify({ ...shown, ...selected }));
}

async function filtered(
  opened: OpenedCompletion,
  { body, signal }: { body: JsonObject; signal: AbortSignal },
): Promise<JsonObject> {
  const { outlet } = opened;
  const whole = completion.safeParse(body);
  const said = whole.data?.choices[0]?.message.content ?? "";
  if (outlet === null || !whole.success) return body;
  const result = answered.safeParse(await outlet(outletBody(opened, said), signal));
  const last = result.data?.messages.findLast(({ role }) => role === "assistant");
  const [first, ...others] = whole.data.choices;
  if (typeof last?.content !== "string" || last.content === said || first === undefined)
    return body;
  const changed = { ...first, message: { ...first.message, content: last.content } };
  return jsonObject.parse({ ...body, choices: [changed, ...others] });
}

const answered = z.object({
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
});

function outletBody({ route, request }: OpenedCompletion, said: string): JsonObject {
  const asked = z.array(jsonObject).parse(request.messages);
  return {
    model: route.model.id,
    messages: [...asked, { role: "assistant", content: said }],
  };
}

async function collected(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(source));
}
