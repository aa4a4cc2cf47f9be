import { afterAll, beforeAll } from "vitest";
import type { GroupRepository } from "../../ports/groups.ts";
import type { ArenaTally, ModelRepository } from "../../ports/models.ts";

/** What the suites of models and groups need of an implementation. */
export type ModelsUnderTest = {
  models: ModelRepository;
  tally: ArenaTally;
  groups: GroupRepository;
  /** A person; returns their id. */
  addUser(): Promise<string>;
  close(): Promise<void>;
};

/** Makes empty repositories that take the time from `now`. */
export type MakeModels = (now: () => number) => Promise<ModelsUnderTest>;

/** Opens the implementation around a suite; call it inside `describe`. Each reading of the time is one later. */
export function useModels(make: MakeModels): () => ModelsUnderTest {
  let open: ModelsUnderTest | undefined;
  let time = 1_700_000_000_000;
  beforeAll(async () => {
    open = await make(() => {
      time += 1;
      return time;
    });
  });
  afterAll(async () => {
    await open?.close();
  });
  return () => {
    if (open === undefined) throw new Error("the repositories open before the first test");
    return open;
  };
}
