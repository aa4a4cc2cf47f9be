export * as sdk from "./sdk/index.ts";
