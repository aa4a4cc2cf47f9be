import type { Socket } from "node:net";
import type { CompletionRequest } from "@parley/core";

export const sse = "text/event-stream";
export const json = "application/json";
export const done = "data: [DONE]\n\n";

/** An event with a piece of an answer, as short as a server may send it. */
export const chunk = (content: string) =>
  `data: {"choices":[{"index":0,"delta":{"content":"${content}"}}]}\n\n`;

export const request: CompletionRequest = {
  model: "m",
  stream: true,
  messages: [{ role: "user", content: "hi" }],
};

/** Answers with these parts, and leaves the connection open. */
export function send(...parts: (string | Buffer)[]) {
  return (socket: Socket) => {
    for (const part of parts) socket.write(part);
  };
}
