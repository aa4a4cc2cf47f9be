export { createHttpHandler } from "./http/handler.ts";
export { headersOf } from "./http/headers.ts";
export { createRoutes } from "./http/routes.ts";
export { createDirect } from "./realtime/direct/index.ts";
export { attachGateway, type Gateway, socketPublisher } from "./realtime/gateway.ts";
export { SocketPersonPages } from "./realtime/person-pages.ts";
export type { Metrics, Services } from "./services.ts";
export { type AppRouter, appRouter } from "./trpc/router.ts";
