import type { Session } from "@parley/e2e/harness";
import { z } from "zod";

const reply = z.object({
  result: z.object({ data: z.object({ chats: z.array(z.object({ title: z.string() })) }) }),
});

type PageTimes = { ms: number[]; rows: number };

/** Asks for the sidebar's first page, one call after the other, and takes the time of each. */
export async function timeSidebar(
  { url, session }: { url: string; session: Session },
  query: { search?: string; limit: number },
  calls: number,
): Promise<PageTimes> {
  const address = `${url}/api/trpc/chats.list?input=${encodeURIComponent(JSON.stringify(query))}`;
  const ms: number[] = [];
  let rows = 0;
  // The first calls open the connection and let the server compile its path.
  const warmUp = 10;
  for (let call = -warmUp; call < calls; call += 1) {
    const started = performance.now();
    const response = await fetch(address, { headers: { cookie: session.cookie } });
    const text = await response.text();
    if (call >= 0) ms.push(performance.now() - started);
    if (!response.ok) throw new Error(`chats.list answered ${response.status}: ${text}`);
    rows = reply.parse(JSON.parse(text)).result.data.chats.length;
  }
  return { ms, rows };
}
