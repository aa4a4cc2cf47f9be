import { getRequestConfig } from "next-intl/server";
import { catalogue } from "./catalogue.ts";

export default getRequestConfig(async () => ({
  locale: "en",
  // The server formats no dates: <DateText> does, in the reader's own time zone.
  timeZone: "UTC",
  messages: catalogue,
}));
