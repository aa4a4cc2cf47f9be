export { type Fault, filter, type Plugin } from "./plugin.ts";
export { type FilterCall, type PipelinesServer, startPipelinesServer } from "./server.ts";
export { lastText, withLastText } from "./texts.ts";
