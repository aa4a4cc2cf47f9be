import type { Catalogue } from "./catalogue.ts";

declare module "next-intl" {
  interface AppConfig {
    Locale: "en";
    Messages: Catalogue;
  }
}
