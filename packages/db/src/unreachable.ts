import { ParleyError } from "@parley/core";

/** Where a connection string leads, without its password. */
function addressOf(connectionString: string): string {
  if (!URL.canParse(connectionString)) return "the address given";
  const url = new URL(connectionString);
  const host = url.searchParams.get("host") ?? url.host;
  return `${host}${url.pathname}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** The sentence for a database that can't be connected to. */
export function unreachable(connectionString: string, error: unknown): ParleyError {
  return new ParleyError(
    "internal",
    `The database at ${addressOf(connectionString)} can't be reached (${reasonOf(error)}). Check that it runs, and that DATABASE_URL has its address, name and password.`,
    { cause: error },
  );
}
