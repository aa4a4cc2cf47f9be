import { describe } from "vitest";
import { describeChatBranches } from "./chat-branches.ts";
import { describeChatEnds } from "./chat-ends.ts";
import { describeChatLists } from "./chat-lists.ts";
import { describeChatTurns } from "./chat-turns.ts";
import { describeChatUpserts } from "./chat-upserts.ts";
import type { MakeChats } from "./chats-under-test.ts";

/** The promises of `ChatRepository`; every implementation runs this. */
export function describeChatRepository(name: string, make: MakeChats): void {
  describe(`ChatRepository: ${name}`, () => {
    describeChatLists(make);
    describeChatBranches(make);
    describeChatUpserts(make);
    describeChatTurns(make);
    describeChatEnds(make);
  });
}
