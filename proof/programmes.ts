import { arenaProgramme } from "./arena/arena.ts";
import { crashProgramme } from "./crash/crash.ts";
import { faultsProgramme } from "./faults/faults.ts";
import type { Programme } from "./lib/programme.ts";
import { lighthouseProgramme } from "./lighthouse/lighthouse.ts";
import { listsProgramme } from "./lists/lists.ts";
import { openaiProgramme } from "./openai/openai.ts";
import { overheadProgramme } from "./overhead/overhead.ts";
import { sandboxProgramme } from "./sandbox/sandbox.ts";
import { startProgramme } from "./start/start.ts";
import { tabsProgramme } from "./tabs/tabs.ts";

/** What can be proved, in the order of the list. */
export const programmes: Programme[] = [
  arenaProgramme,
  crashProgramme,
  tabsProgramme,
  faultsProgramme,
  openaiProgramme,
  overheadProgramme,
  listsProgramme,
  sandboxProgramme,
  lighthouseProgramme,
  startProgramme,
];
