import { randomUUID } from "node:crypto";
import { parleyMetadataOf, textOf } from "@parley/core";
import { z } from "zod";
import { until } from "../lib/until.ts";
import type { World } from "../lib/world.ts";
import { Tab } from "../tabs/tab.ts";
import type { Fault } from "./fault.ts";
import { calls, document, named, refused, streamed } from "./seen.ts";
import { answer } from "./wire.ts";

/** A model that has a fault, and what it is asked through. */
export type Subject = {
  world: World;
  key: string;
  model: string;
  fault: Fault;
  patienceMs: number;
};

/** Asks as the chat page does, and watches as one of its tabs. */
export async function askAsPage(subject: Subject): Promise<string> {
  const { world, model, fault, patienceMs } = subject;
  const { client, parley, session } = world;
  const [chatId, questionId, messageId] = [randomUUID(), randomUUID(), randomUUID()];
  const question = {
    chatId,
    questionId,
    answerId: messageId,
    parentId: null,
    content: "hi",
    model,
  };
  await client.turns.send.mutate(question);
  const find = async () => {
    const { messages } = await client.chats.open.query({ chatId });
    const found = messages.find(({ id }) => id === messageId);
    if (found === undefined) throw new Error("The answer is not in its chat.");
    return found;
  };
  const tab = new Tab({ url: parley.url, session, client, chatId, messageId });
  await tab.open();
  try {
    if (fault.hangs) {
      await tab.saw(fault.hangs.after, patienceMs);
      await client.turns.stop.mutate({ chatId, messageId });
    }
    const message = await until(
      async () => {
        const found = await find();
        return found.status === "streaming" ? undefined : found;
      },
      { what: `end of the answer that ${fault.name}`, timeoutMs: patienceMs, everyMs: 100 },
    );
    const text = textOf(message.content);
    const seen = await tab.ended;
    if (seen.by === "failing") return `a tab failed: ${seen.reason}`;
    if (seen.text !== text) return `a tab saw ${named(seen.text, fault.text ?? answer)}`;
    const { error, toolCalls, usage } = parleyMetadataOf(message.metadata);
    const counted = fault.counts === true ? ` · ${usage?.total_tokens} tokens` : "";
    const failure = error === undefined ? "" : ` · ${error.status} ${error.code}`;
    return `${message.status} · ${named(text, fault.text ?? answer)}${failure}${calls(toolCalls)}${counted}`;
  } finally {
    tab.close();
  }
}

/** Asks as a client of the OpenAI-compatible API. */
export async function askAsClient(subject: Subject, stream: boolean): Promise<string> {
  const { world, key, model, fault, patienceMs } = subject;
  const whole = fault.text ?? answer;
  const leave = new AbortController();
  const patience = setTimeout(() => leave.abort(), fault.hangs ? 1500 : patienceMs);
  let [status, text] = [0, ""];
  try {
    const response = await fetch(`${world.parley.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ model, stream, messages: [{ role: "user", content: "hi" }] }),
      signal: leave.signal,
    });
    status = response.status;
    const decoder = new TextDecoder();
    for await (const bytes of chunksOf(response)) text += decoder.decode(bytes, { stream: true });
    if (status >= 400) return refused(status, text, response.headers.get("retry-after"));
    return stream ? streamed(status, text, whole) : document(status, text, whole);
  } catch (error) {
    const end = leave.signal.aborted ? "left" : `cut (${String(error)})`;
    return status === 0 || !stream ? end : streamed(status, text, whole).replace("open end", end);
  } finally {
    clearTimeout(patience);
  }
}

const bytes = z.instanceof(Uint8Array);

async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  for await (const piece of body) yield bytes.parse(piece);
}
