import { parseArgs } from "node:util";
import { startModelServer } from "./server.ts";

const { values } = parseArgs({
  options: { port: { type: "string", default: "9400" }, host: { type: "string" } },
});
const { host } = values;
const server = await startModelServer({
  port: Number.parseInt(values.port, 10),
  ...(host === undefined ? {} : { host }),
});
process.stdout.write(
  `scripted model server: OpenAI at ${server.url}/v1, Ollama at ${server.url}\n`,
);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void server.stop());
}
