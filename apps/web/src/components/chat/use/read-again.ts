import type { QueryClient, QueryFilters } from "@tanstack/react-query";

/** Reads again what is shown; a reading under way is given up. */
export async function readAgain(client: QueryClient, filter: QueryFilters): Promise<void> {
  await client.invalidateQueries(filter);
}

/** The same, if it is being read: what comes may be older than what was heard since it was asked for. */
export async function readAgainIfReading(client: QueryClient, filter: QueryFilters): Promise<void> {
  if (client.isFetching(filter) > 0) await readAgain(client, filter);
}
