import {
  describeChatAgreement,
  describeChatRepository,
  describeConnectionRepository,
  describeSettingsRepository,
} from "@parley/core/testing/contracts";
import { testDatabase } from "./testing/index.ts";

const make = (now?: () => number) => testDatabase(now === undefined ? {} : { now });

describeChatRepository("PostgreSQL", make);
describeChatAgreement("PostgreSQL", make);
describeConnectionRepository("PostgreSQL", () => make());
describeSettingsRepository("PostgreSQL", () => make());
