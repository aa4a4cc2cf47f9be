import {
  describeArenaTally,
  describeChatRepository,
  describeConnectionRepository,
  describeFunctionRepository,
  describeGroupRepository,
  describeModelRepository,
  describeSettingsRepository,
} from "./contracts/index.ts";
import type { MakeModels } from "./contracts/models-under-test.ts";
import { memoryChats } from "./memory-chats.ts";
import { memoryConnections } from "./memory-connections.ts";
import { memoryFunctions } from "./memory-functions.ts";
import { memoryGroups } from "./memory-groups.ts";
import { memoryModels, memoryTally } from "./memory-models.ts";
import { memorySettings } from "./memory-settings.ts";

const close = async () => undefined;

describeChatRepository("in memory", async (now) => {
  let users = 0;
  const addUser = async () => {
    users += 1;
    return `user-${users}`;
  };
  return { chats: memoryChats({ now }), addUser, close };
});
describeConnectionRepository("in memory", async () => ({
  connections: memoryConnections(),
  close,
}));
describeSettingsRepository("in memory", async () => ({ settings: memorySettings(), close }));

describeFunctionRepository("in memory", async (now) => {
  let users = 0;
  const addUser = async () => {
    users += 1;
    return `user-${users}`;
  };
  return { ...memoryFunctions({ now }), addUser, close };
});

const makeModels: MakeModels = async (now) => {
  const people: string[] = [];
  const groupIds = new Set<string>();
  const groups = memoryGroups({ people, now });
  return {
    tally: memoryTally(),
    models: memoryModels({
      now,
      isThere: (principal, id) => (principal === "user" ? people.includes(id) : groupIds.has(id)),
    }),
    groups: {
      ...groups,
      async create(group) {
        const made = await groups.create(group);
        groupIds.add(made.id);
        return made;
      },
      async remove(id) {
        groupIds.delete(id);
        return groups.remove(id);
      },
    },
    async addUser() {
      people.push(`user-${people.length}`);
      return people.at(-1) ?? "";
    },
    close,
  };
};

describeModelRepository("in memory", makeModels);
describeArenaTally("in memory", makeModels);
describeGroupRepository("in memory", makeModels);
