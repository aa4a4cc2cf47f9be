import { randomUUID } from "node:crypto";
import type { Services } from "@parley/api";
import {
  Actions,
  Chats,
  type Connection,
  Connections,
  createPipeline,
  createPipeUpstream,
  type DirectLine,
  FinishedAnswers,
  FunctionEvents,
  FunctionRegistry,
  FunctionSessions,
  Functions,
  FunctionTrial,
  functionConnection,
  Groups,
  Health,
  type Log,
  MemberFunctions,
  ModelAdmin,
  ModelRegistry,
  type PersonPages,
  Pipelines,
  type Publisher,
  systemClock,
  Turns,
  UpstreamModels,
} from "@parley/core";
import type { Database } from "@parley/db";
import { createFunctionHost, readShipped } from "@parley/functions";
import { createIdentity } from "@parley/identity";
import { createUpstream } from "@parley/upstreams";
import type { Env } from "../env.ts";
import { createDemonstrations } from "./demonstrations.ts";
import { watchFunctions } from "./functions-folder.ts";
import { seedConnections, watchForOllama } from "./seeds.ts";
import { offerShipped } from "./shipped-functions.ts";
import { startTelemetry } from "./telemetry/telemetry.ts";

export type ComposeOptions = {
  env: Env;
  database: Database;
  secret: string;
  publisher: Publisher;
  directLine: DirectLine;
  pages: PersonPages;
  log: Log;
};

/** Everything that serves, put together once. */
export type Composition = {
  services: Services;
  identityHandler: ReturnType<typeof createIdentity>["nodeHandler"];
  /** Whether pages may ask people's own endpoints; known without asking the database. */
  directIsAllowed(): boolean;
  close(): Promise<void>;
};

export async function compose(options: ComposeOptions): Promise<Composition> {
  const { env, database, secret, publisher, directLine, pages, log } = options;
  const { chats: chatRepository, connections, settings, tally } = database;
  const random = Math.random;
  const clock = systemClock;
  const newId = () => randomUUID();
  const host = createFunctionHost({
    ...{ storage: database.functionStorage, clock, log },
    privateHosts: env.FUNCTIONS_PRIVATE_HOSTS,
  });
  const registry = new FunctionRegistry({
    ...{ functions: database.functions, host, log },
    onChange() {
      // Models made of code, and what models offer, may be others now.
      void upstreams.refresh(functionConnection.id);
      publisher.toAll({ type: "models-changed" });
    },
  });
  const events = new FunctionEvents({
    ...{ chats: chatRepository, publisher, pages, newId },
    turns: () => turns,
  });
  const sessions = new FunctionSessions({
    ...{ host, registry, events },
    complete: (call) => pipeline.open(call),
  });
  const pipes = createPipeUpstream({ registry, sessions, host, clock, newId, log });
  const upstreamOf = (connection: Connection) => createUpstream(connection, { clock, pipes });

  const upstreams = new UpstreamModels({
    connections: async () => [...(await connections.list()), functionConnection],
    createUpstream: upstreamOf,
    filterMemory: {
      read: async () => (await settings.read()).knownFilters,
      write: (knownFilters) => settings.write({ knownFilters }),
    },
    clock,
    log,
    onChange: () => models.refresh(),
  });
  const models = new ModelRegistry({
    upstreams,
    async decisions() {
      const [definitions, groups, { modelAccess, defaultParams }] = await Promise.all([
        database.models.list(),
        database.groups.list(),
        settings.read(),
      ]);
      return { definitions, groups, modelAccess, defaultParams };
    },
    tally,
    random,
    log,
    onChange: () => publisher.toAll({ type: "models-changed" }),
  });
  const telemetry = startTelemetry(env, log);
  const health = new Health({ clock, log });
  const pipeline = createPipeline({
    ...{ models, health, tally, clock, random, telemetry },
    functions: { registry, sessions, log },
  });
  const turns = new Turns({
    chats: chatRepository,
    pipeline,
    settings,
    publisher,
    directLine,
    clock,
    newId,
    log,
  });
  const identity = createIdentity({
    prisma: database.prisma,
    settings,
    secret,
    publicUrl: env.PUBLIC_URL ?? null,
    log,
  });
  if (env.ADMIN_EMAIL !== undefined && env.ADMIN_PASSWORD !== undefined) {
    await identity.ensureAdmin(env.ADMIN_EMAIL, env.ADMIN_PASSWORD);
  }
  await seedConnections(env, connections);
  let directIsAllowed = (await settings.read()).directConnections;
  const functions = new Functions({ functions: database.functions, registry, host });
  const stopping = new AbortController();
  const shipped = await readShipped();
  const offer = (some: typeof shipped) =>
    offerShipped({
      ...{ shipped: some, functions, stored: database.functions, settings, log },
      signal: stopping.signal,
    });
  // There is something to talk to from the first moment.
  await offer(shipped.filter(({ demonstration }) => demonstration !== null));
  const demonstrations = createDemonstrations({
    ...{ shipped, functions, stored: database.functions, registry },
  });
  await registry.reload();
  await models.reload();
  await upstreams.reload();
  // Only now is it known whether models made of code can answer here.
  void host.ready.then(() => upstreams.refresh(functionConnection.id));
  const folder =
    env.FUNCTIONS_DIR === undefined
      ? null
      : await watchFunctions({ folder: env.FUNCTIONS_DIR, functions, log });
  // Each is looked at in a process of its own: nobody should wait for that.
  const others = shipped.filter(({ demonstration }) => demonstration === null);
  const offering = offer(others).catch((error: unknown) =>
    log.error("Shipped functions could not be offered", { error }),
  );
  const stopLooking =
    env.OLLAMA_BASE_URLS === undefined
      ? watchForOllama({ connections, upstreams, answers, clock, log })
      : () => undefined;

  async function answers(url: string): Promise<boolean> {
    const upstream = upstreamOf({
      ...functionConnection,
      id: "probe",
      kind: "ollama",
      baseUrl: url,
    });
    try {
      await upstream.listModels({ signal: AbortSignal.timeout(2_000) });
      return true;
    } catch {
      // Nothing there, which is the usual case and no error.
      return false;
    } finally {
      await upstream.close();
    }
  }

  const services: Services = {
    chats: new Chats({ chats: chatRepository, turns, publisher }),
    turns,
    connections: new Connections({
      ...{ connections, upstreams, clock, newId },
      createUpstream: upstreamOf,
    }),
    pipeline,
    pipelines: new Pipelines({ upstreams }),
    models,
    modelAdmin: new ModelAdmin({ definitions: database.models, models, random }),
    functions,
    memberFunctions: new MemberFunctions({ functions: database.functions, registry, models }),
    functionTrial: new FunctionTrial({
      ...{ functions: database.functions, host, sessions, chats: chatRepository, clock, newId },
    }),
    actions: new Actions({
      ...{ registry, sessions, events, models, chats: chatRepository, publisher, clock },
    }),
    finished: new FinishedAnswers({ chats: chatRepository, pipeline, publisher }),
    groups: new Groups({ groups: database.groups, models }),
    identity,
    settings: {
      read: async () => ({ ...(await settings.read()), demoModels: demonstrations.areOn() }),
      async write(patch) {
        const written = await settings.write(patch);
        directIsAllowed = written.directConnections;
        if (patch.demoModels !== undefined) await demonstrations.switchAll(patch.demoModels);
        await models.reload();
        await upstreams.reload();
        return { ...written, demoModels: demonstrations.areOn() };
      },
    },
    metrics: telemetry.metrics,
    log,
  };
  return {
    services,
    identityHandler: identity.nodeHandler,
    directIsAllowed: () => directIsAllowed,
    async close() {
      stopLooking();
      stopping.abort();
      await offering;
      await folder?.close();
      await upstreams.close();
      await host.close();
      await identity.close();
      await telemetry.close();
    },
  };
}
