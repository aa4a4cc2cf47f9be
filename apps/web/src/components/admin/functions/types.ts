import type { RouterOutputs } from "#lib/trpc.ts";

export type FunctionView = RouterOutputs["functions"]["list"][number];
export type FunctionDetail = RouterOutputs["functions"]["get"];
export type FunctionKind = FunctionView["kind"];
export type HostStatus = RouterOutputs["functions"]["status"];
