import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type JsonObject, jsonObject } from "@parley/core";
import { onTestFinished } from "vitest";

/** An answer as short as a server may give it. */
const completion = '{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"}}]}';

/**
 * A server of OpenAI's protocol that lists these models, keeps what it is asked, and answers as told.
 * Ends with the test.
 */
export async function openAiServer(
  models: string[],
  answer: (response: ServerResponse) => void = (response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(completion),
) {
  const asked: JsonObject[] = [];
  const list = JSON.stringify({ object: "list", data: models.map((id) => ({ id })) });
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    if (request.method === "GET") {
      response.writeHead(200, { "content-type": "application/json" }).end(list);
      return;
    }
    asked.push(jsonObject.parse(JSON.parse(body)));
    answer(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  async function stop() {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
  onTestFinished(stop);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/v1`, asked, stop };
}

async function textOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await Array.fromAsync(request)).toString("utf8");
}
