// Starts the embedded PostgreSQL of the folder given and stays, until somebody ends this process.
// Says what came of it in one line of JSON: { url } or { refused }.
import { startEmbedded } from "../embedded/start.ts";
import { testLog } from "./index.ts";

const [dataDir = ""] = process.argv.slice(2);
try {
  const { url } = await startEmbedded({ dataDir, log: testLog, takeoverMs: 1_000 });
  process.stdout.write(`${JSON.stringify({ url })}\n`);
} catch (error) {
  const refused = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${JSON.stringify({ refused })}\n`);
}
