import { type DirectChoice, directModelId } from "@parley/core";
import type { ServerSocket } from "../socket.ts";
import { connectionsIn, type DirectConnection, type DirectModel } from "./connection.ts";

/** Each model of each endpoint, under the id that messages keep. */
export function directModelsOf(connections: readonly DirectConnection[]) {
  return connections.flatMap((connection) =>
    connection.models.map((model) => ({
      id: directModelId(connection.id, model.id),
      connection,
      model,
    })),
  );
}

type Context = { socket: Pick<ServerSocket, "id" | "onState" | "state">; text: string | null };

/** What to tell the server so that this page answers; null when no endpoint here has this model. */
export async function choiceFor(
  modelId: string,
  { socket, text }: Context,
): Promise<DirectChoice | null> {
  const found = directModelsOf(connectionsIn(text)).find(({ id }) => id === modelId);
  if (found === undefined) return null;
  const { id, name }: DirectModel = found.model;
  return {
    sessionId: await sessionOf(socket),
    connectionId: found.connection.id,
    model: { id, name },
  };
}

/** How long a page that has just been opened may take to connect. */
const connectMs = 10_000;

function sessionOf(socket: Context["socket"]): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      const id = socket.id();
      if (id === null || socket.state() !== "connected") return false;
      clearTimeout(late);
      off();
      resolve(id);
      return true;
    };
    const off = socket.onState(settle);
    const late = setTimeout(() => {
      off();
      reject(new Error("This page has no connection to the server."));
    }, connectMs);
    settle();
  });
}
