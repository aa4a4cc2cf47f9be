export { followUps, manyScripts, tags, textFor } from "./codes.ts";
export { tokens } from "./protocol.ts";
export { type ModelServer, scriptedModels, startModelServer } from "./server.ts";
export type { RecordedRequest } from "./state.ts";
