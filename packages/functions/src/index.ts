export * as sdk from "./sdk/index.ts";
export { readShipped, type Shipped } from "./shipped/index.ts";
