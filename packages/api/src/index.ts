export { createHttpHandler } from "./http/handler.ts";
export { isForeignOrigin } from "./http/origin.ts";
export { createRoutes } from "./http/routes.ts";
export { attachGateway, type Gateway, socketPublisher } from "./realtime/gateway.ts";
export type { ApiKeyView, Person, Services, SetupState } from "./services.ts";
export { type AppRouter, appRouter } from "./trpc/router.ts";
