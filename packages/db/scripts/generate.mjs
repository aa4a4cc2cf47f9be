// Writes the Prisma client into src/generated.
// The prisma command wants a native schema engine, which it would download, although the generator
// never calls it: naming any program that exists keeps this offline.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");
process.env.PRISMA_SCHEMA_ENGINE_BINARY = process.execPath;
process.env.PRISMA_HIDE_UPDATE_MESSAGE = "1";
process.env.CHECKPOINT_DISABLE = "1";
const { status } = spawnSync(process.execPath, [prisma, "generate", "--no-hints"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  stdio: "inherit",
});
process.exit(status ?? 1);
