import type { Json } from "@parley/core";

/** What the command line gives a programme. */
export type Context = {
  /** Answer in under a minute, with fewer and shorter measurements. */
  quick: boolean;
  /** Shows a line to whoever waits. */
  print(line: string): void;
  /** The executable of Chrome or Chromium. */
  chromium: string;
  /** The environment of this process. */
  environment: NodeJS.ProcessEnv;
  /** Where Node leaves a profile of each Parley that the programme starts; null for none. */
  profileFolder: string | null;
  /** Everything that has to end or be removed afterwards, also when the programme fails. */
  resources: AsyncDisposableStack;
};

export type Verdict = {
  /** What was claimed and does not hold, a sentence each; none means that the proof passes. */
  problems: string[];
  /** The figures that decide, short enough for one line. */
  decisive: string;
  figures: Record<string, Json>;
};

/** Shows one of Parley's claims against the built checkout. */
export type Programme = {
  name: string;
  /** What it shows, in one sentence. */
  sentence: string;
  /** Rejects only when it could not measure; a claim that does not hold is a problem of the verdict. */
  run(context: Context): Promise<Verdict>;
};
