import { keysRouter, meRouter, setupRouter } from "./account.ts";
import { connectionsRouter, peopleRouter, settingsRouter } from "./admin.ts";
import { router } from "./base.ts";
import { chatsRouter, messagesRouter } from "./chats.ts";
import { directRouter } from "./direct.ts";
import { functionsRouter } from "./functions.ts";
import { groupsRouter } from "./groups.ts";
import { modelsRouter } from "./models.ts";
import { pipelinesRouter } from "./pipelines.ts";
import { turnsRouter } from "./turns.ts";

export const appRouter = router({
  setup: setupRouter,
  me: meRouter,
  models: modelsRouter,
  chats: chatsRouter,
  messages: messagesRouter,
  turns: turnsRouter,
  direct: directRouter,
  connections: connectionsRouter,
  pipelines: pipelinesRouter,
  functions: functionsRouter,
  people: peopleRouter,
  groups: groupsRouter,
  settings: settingsRouter,
  keys: keysRouter,
});

export type AppRouter = typeof appRouter;
