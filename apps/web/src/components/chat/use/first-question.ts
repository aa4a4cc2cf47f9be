/** How many messages of a chat a page asks for at a time. */
export const messagesPerPage = 40;

/** How old an answer may be that was asked for before the page's code was there, in milliseconds. */
const freshMs = 5_000;

type Asked = {
  url: string;
  /** Whoever takes it asks again when the server was not reached, and tells of what fails then. */
  settled: Promise<[PromiseSettledResult<Response>]>;
  at: number;
};

let asked: Asked | null = null;

/** The address under which tRPC asks for the newest messages of a chat. */
function openUrl(chatId: string): string {
  const input = JSON.stringify({ chatId, limit: messagesPerPage });
  return `/api/trpc/chats.open?input=${encodeURIComponent(input)}`;
}

/**
 * Asks for the chat that the address names while the page's code still comes to life: its messages are
 * then there as soon as they can be shown. What changes meanwhile is read when the page begins to
 * watch the chat, as always.
 */
export function askFirst(chatId: string): void {
  const url = openUrl(chatId);
  asked = { url, settled: Promise.allSettled([fetch(url)]), at: performance.now() };
}

/** `fetch` for the same question, which tRPC asks without headers of its own: takes the early answer, once. */
export async function fetchFirst(url: string): Promise<Response> {
  const early = asked;
  asked = null;
  if (early?.url !== url || performance.now() - early.at > freshMs) return fetch(url);
  const [result] = await early.settled;
  return result.status === "fulfilled" ? result.value : fetch(url);
}
