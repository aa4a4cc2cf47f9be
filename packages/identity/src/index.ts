export { createIdentity, type IdentityService } from "./create-identity.ts";
export type { NodeHandler } from "./node-handler.ts";
export { type AttemptRules, defaultAttemptRules, type IdentityOptions } from "./options.ts";
export { type AuthRoute, authRoutes } from "./routes.ts";
export { checkSecret, minSecretLength } from "./secret.ts";
