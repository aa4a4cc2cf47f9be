export type { ApiKeyView, Person, Services, SetupState } from "./services.ts";
export { type AppRouter, appRouter } from "./trpc/router.ts";
