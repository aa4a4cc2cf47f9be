import type { Draft } from "./draft.ts";
import type { DraftProblems } from "./draft-checks.ts";
import type { ManagedModel } from "./types.ts";

/** What every part of the form works with. */
export type FormProps = {
  draft: Draft;
  set: (patch: Partial<Draft>) => void;
  problems: DraftProblems;
  /** Null while it is being made. */
  model: ManagedModel | null;
  /** What it may stand on, or choose among. */
  models: ManagedModel[];
  /** Others don't get to see what they can't change. */
  isAdmin: boolean;
};
