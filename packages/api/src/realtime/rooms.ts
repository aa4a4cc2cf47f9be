/** Every page of somebody. */
export const userRoom = (userId: string) => `user:${userId}`;

/** Every page that watches a chat. */
export const chatRoom = (chatId: string) => `chat:${chatId}`;
