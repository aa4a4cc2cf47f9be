import { testServer } from "./index.ts";

/** One PostgreSQL for a vitest run; the test files find it by TEST_DATABASE_URL. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await testServer();
  process.env.TEST_DATABASE_URL = server.url;
  return server.stop;
}
