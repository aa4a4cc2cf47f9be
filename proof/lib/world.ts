import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  addConnection,
  type Client,
  type Parley,
  type Session,
  signUp,
  startParley,
  trpc,
} from "@parley/e2e/harness";
import { type ModelServer, scriptedModels, startModelServer } from "@parley/e2e/model-server";
import type { Context } from "./programme.ts";

/** The model that programmes ask. */
export const model = scriptedModels[0] ?? "";

export const owner = {
  name: "Ada Proof",
  email: "ada@example.com",
  password: "a long enough password",
};

/** A Parley with a member who is signed in, connected to the scripted model server. */
export type World = {
  dataDir: string;
  parley: Parley;
  models: ModelServer;
  session: Session;
  client: Client;
};

/** A folder that is removed afterwards. The database may go on writing for a moment. */
export async function temporaryFolder({ resources }: Context, name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `parley-${name}-`));
  resources.defer(() =>
    rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  );
  return folder;
}

/** Starts Parley on a data folder; it is ended afterwards. */
export async function startServer(context: Context, dataDir: string): Promise<Parley> {
  const { profileFolder, resources } = context;
  const env =
    profileFolder === null
      ? {}
      : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir="${path.resolve(profileFolder)}"` };
  return resources.use(await startParley({ dataDir, env }));
}

export async function openWorld(context: Context, name: string): Promise<World> {
  const dataDir = await temporaryFolder(context, name);
  const models = await startModelServer();
  context.resources.defer(() => models.stop());
  const parley = await startServer(context, dataDir);
  const session = await signUp(parley.url, owner);
  await addConnection(parley.url, session, {
    kind: "openai",
    name: "Scripted",
    baseUrl: `${models.url}/v1`,
  });
  return { dataDir, parley, models, session, client: trpc(parley.url, session) };
}
