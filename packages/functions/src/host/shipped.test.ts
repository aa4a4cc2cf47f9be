import { afterAll, describe, expect, it } from "vitest";
import { readShipped } from "../shipped/index.ts";
import { never, newHost } from "../testing/host-world.ts";

const host = newHost();
afterAll(() => host.close());

describe("shipped functions", async () => {
  it.each(await readShipped())("$id is accepted where functions run", async ({ source }) => {
    const manifest = await host.inspect(source, never);
    expect(Object.keys(manifest.hooks)).not.toEqual([]);
  });
});
