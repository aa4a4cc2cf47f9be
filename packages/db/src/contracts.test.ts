import {
  describeArenaTally,
  describeChatAgreement,
  describeChatRepository,
  describeConnectionRepository,
  describeFunctionRepository,
  describeGroupRepository,
  describeModelRepository,
  describeSettingsRepository,
} from "@parley/core/testing/contracts";
import { testDatabase } from "./testing/index.ts";

const make = (now?: () => number) => testDatabase(now === undefined ? {} : { now });

describeChatRepository("PostgreSQL", make);
describeChatAgreement("PostgreSQL", make);
describeConnectionRepository("PostgreSQL", () => make());
describeSettingsRepository("PostgreSQL", () => make());
describeModelRepository("PostgreSQL", make);
describeArenaTally("PostgreSQL", make);
describeGroupRepository("PostgreSQL", make);
describeFunctionRepository("PostgreSQL", make);
