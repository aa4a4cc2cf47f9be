import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { engineAdapter } from "./adapter.ts";
import { schemaFile } from "./history.ts";

/** Nothing in the database is managed by somebody else. */
export const noFilter = { externalTables: [], externalEnums: [] };

/** What the engine said last before it gave up. */
let panic: string | undefined;

let loading: Promise<void> | undefined;

/** Prisma's schema engine as WebAssembly: nothing to download, the same on every platform. */
async function loadOnce(): Promise<void> {
  // The engine looks for this name among the globals.
  const registry = {
    set_message(message: string) {
      panic = message;
    },
  };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: registry });
  const script = createRequire(import.meta.url).resolve(
    "@prisma/schema-engine-wasm/schema_engine_bg",
  );
  const bytes = await readFile(join(script, "..", "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": { ...bindings },
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}

export async function readSchema(): Promise<{ path: string; content: string }> {
  return { path: schemaFile, content: await readFile(schemaFile, "utf8") };
}

/** Opens the engine on a database, runs `work`, and closes it. */
export async function withEngine<T>(
  connectionString: string,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= loadOnce();
  await loading;
  const schema = await readSchema();
  const adapter = engineAdapter(connectionString);
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter.factory),
  );
  try {
    return await work(engine);
  } catch (error) {
    throw panic === undefined ? error : new Error(panic, { cause: error });
  } finally {
    engine.free();
    await adapter.dispose();
  }
}
