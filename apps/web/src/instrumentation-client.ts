import { config } from "zod/v4/core";
import { loadMessageList } from "#components/chat/messages/load.ts";
import { chatIdOf } from "#components/chat/use/chat-path.ts";
import { askFirst } from "#components/chat/use/first-question.ts";

// Runs before any other code of a page. Zod would try whether it may compile its parsers with `eval`;
// the page's policy forbids that, and browsers report the try even though zod catches it.
config({ jitless: true });

// The address names a chat: it and what shows it are asked for at once. The page tries again where it
// waits for them, and tells when that fails too.
const chatId = chatIdOf(location.pathname);
if (chatId !== null) {
  askFirst(chatId);
  loadMessageList().catch(reportError);
}
