import admin from "./en/admin.json" with { type: "json" };
import auth from "./en/auth.json" with { type: "json" };
import chat from "./en/chat.json" with { type: "json" };
import common from "./en/common.json" with { type: "json" };
import direct from "./en/direct.json" with { type: "json" };
import functions from "./en/functions.json" with { type: "json" };
import models from "./en/models.json" with { type: "json" };
import pipelines from "./en/pipelines.json" with { type: "json" };
import settings from "./en/settings.json" with { type: "json" };
import valves from "./en/valves.json" with { type: "json" };
import welcome from "./en/welcome.json" with { type: "json" };

/** Every string of every page, by namespace. A page sends only the namespaces it shows to the browser. */
export const catalogue = {
  common,
  auth,
  chat,
  direct,
  functions,
  admin,
  models,
  pipelines,
  settings,
  valves,
  welcome,
};
export type Catalogue = typeof catalogue;
export type Namespace = keyof Catalogue;
