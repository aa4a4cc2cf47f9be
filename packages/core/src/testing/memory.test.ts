import {
  describeChatRepository,
  describeConnectionRepository,
  describeSettingsRepository,
} from "./contracts/index.ts";
import { memoryChats } from "./memory-chats.ts";
import { memoryConnections } from "./memory-connections.ts";
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
