export { describeChatAgreement } from "./chat-agreement.ts";
export { describeChatRepository } from "./chats.ts";
export type { ChatsUnderTest, MakeChats } from "./chats-under-test.ts";
export { describeConnectionRepository } from "./connections.ts";
export { describeFunctionRepository } from "./functions.ts";
export { describeGroupRepository } from "./groups.ts";
export { describeArenaTally, describeModelRepository } from "./models.ts";
export { describeSettingsRepository } from "./settings.ts";
