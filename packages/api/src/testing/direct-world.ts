import {
  type DirectFrame,
  type DirectReceipt,
  type DirectRequest,
  directReceipt,
  directRequest,
  type Message,
  type Principal,
} from "@parley/core";
import { io as connect, type Socket } from "socket.io-client";
import { expect, vi } from "vitest";
import type { DirectLimits } from "../realtime/direct/limits.ts";
import { serveWorld } from "./serve-world.ts";

export const ada: Principal = {
  userId: "ada",
  name: "ada",
  email: "ada@example.org",
  role: "user",
  via: "session",
};

/** What a page sends as a chunk that adds this text. */
export const chunk = (content: string) => JSON.stringify({ choices: [{ delta: { content } }] });

export const choiceOf = (sessionId: string) => ({
  sessionId,
  connectionId: "home",
  model: { id: "llama3:8b", name: "Llama at home" },
});
export const modelId = "direct:home/llama3:8b";

/** Parley over real sockets, and pages that answer by hand. Call `begin` in, and `finish` after each test. */
export function directWorld() {
  let world: Awaited<ReturnType<typeof serveWorld>> | null = null;
  const sockets: Socket[] = [];
  const current = () => {
    if (world === null) throw new Error("the world begins before it is used");
    return world;
  };

  async function begin(direct: Partial<DirectLimits> = {}) {
    world = await serveWorld({ direct });
  }

  async function finish() {
    for (const socket of sockets.splice(0)) socket.disconnect();
    await world?.stop();
  }

  /** A page of somebody that acknowledges requests as `answer` says; null: not at all. */
  async function page(who: string, answer: (() => unknown) | null = () => ({ ok: true })) {
    const socket = connect(current().url, {
      extraHeaders: { authorization: `Bearer ${who}` },
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
    });
    sockets.push(socket);
    const requests: DirectRequest[] = [];
    const aborted: unknown[] = [];
    socket.on("request:chat:completion", (request: unknown, reply: (ack: unknown) => void) => {
      requests.push(directRequest.parse(request));
      if (answer !== null) reply(answer());
    });
    socket.on("direct:abort", (abort: unknown) => aborted.push(abort));
    await new Promise<void>((resolve, reject) => {
      socket.on("connect", resolve);
      socket.on("connect_error", reject);
    });
    const raw = (frame: unknown): Promise<unknown> =>
      socket.timeout(5_000).emitWithAck("direct:frame", frame);
    const send = async (frame: DirectFrame): Promise<DirectReceipt> =>
      directReceipt.parse(await raw(frame));
    const asked = async () => {
      await vi.waitFor(() => expect(requests).not.toEqual([]));
      const [request] = requests;
      if (request === undefined) throw new Error("the page was not asked");
      return request;
    };
    return { socket, requests, aborted, raw, send, asked, id: socket.id ?? "" };
  }

  const ask = (sessionId: string, chatId = "c") =>
    current().services.turns.send(ada, {
      chatId,
      questionId: `q-${chatId}`,
      parentId: null,
      content: "Hi",
      model: modelId,
      answerId: `a-${chatId}`,
      direct: choiceOf(sessionId),
    });

  async function ended(chatId = "c"): Promise<Message> {
    return vi.waitFor(async () => {
      const message = await current().chats.message("ada", chatId, `a-${chatId}`);
      if (!message || message.status === "streaming") throw new Error("it still runs");
      return message;
    });
  }

  return { begin, finish, current, page, ask, ended };
}
