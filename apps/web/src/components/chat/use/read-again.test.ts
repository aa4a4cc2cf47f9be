import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, describe, expect, it } from "vitest";
import { readAgainIfReading } from "./read-again.ts";

const filter = { queryKey: ["list"] };
const clients: QueryClient[] = [];

/** A list that somebody looks at; every answer of its server is given by hand. */
function openList() {
  const asked: ((list: string) => void)[] = [];
  const client = new QueryClient();
  clients.push(client);
  const observer = new QueryObserver(client, {
    ...filter,
    queryFn: () => new Promise<string>((resolve) => asked.push(resolve)),
  });
  observer.subscribe(() => undefined);
  const answer = (index: number, list: string) => {
    asked[index]?.(list);
    return new Promise((resolve) => setTimeout(resolve));
  };
  return { client, asked, answer, shown: () => client.getQueryData(filter.queryKey) };
}

afterEach(() => {
  for (const client of clients.splice(0)) client.clear();
});

describe("an event that is heard while the list is being read", () => {
  it("has it read again, and an older answer is not shown in its place", async () => {
    const { client, asked, answer, shown } = openList();
    await answer(0, "at first");
    void client.invalidateQueries(filter);
    client.setQueryData(filter.queryKey, "as the event tells");
    const again = readAgainIfReading(client, filter);
    expect(asked).toHaveLength(3);
    await answer(1, "from before the event");
    expect(shown()).toBe("as the event tells");
    await answer(2, "from after the event");
    await again;
    expect(shown()).toBe("from after the event");
  });

  it("leaves a list alone that has been read", async () => {
    const { client, asked, answer } = openList();
    await answer(0, "at first");
    await readAgainIfReading(client, filter);
    expect(asked).toHaveLength(1);
  });
});
