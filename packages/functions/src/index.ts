export {
  createFunctionHost,
  type FunctionHostOptions,
  type ReadyFunctionHost,
} from "./host/host.ts";
export { defaultLimits, type FunctionLimits } from "./host/limits.ts";
export { readShipped, type Shipped } from "./shipped/index.ts";
