export { createApiKey, type Session, signIn, signUp } from "./account.ts";
export { addConnection, type Client, trpc } from "./client.ts";
export { temporaryDatabase } from "./database.ts";
export { type Parley, type ParleyOptions, startParley } from "./parley.ts";
