import { bombsDrill } from "./bombs.ts";
import type { Drill } from "./drill.ts";
import { egressDrill } from "./egress.ts";
import { forgeryDrill, shareDrill, spoofDrill } from "./forgery.ts";
import { hangDrill } from "./hang.ts";
import { endsDrill, missingDrill, replaceDrill } from "./life.ts";
import { loadDrill, neighboursDrill } from "./load.ts";
import { descriptorsDrill, permissionsDrill } from "./permissions.ts";
import { importsDrill, packetsDrill } from "./reach.ts";

export type { Drill, Findings } from "./drill.ts";
export { soak } from "./soak.ts";

/** What the sandbox has to withstand, in the order of their numbers. */
export const drills: Drill[] = [
  permissionsDrill,
  importsDrill,
  packetsDrill,
  descriptorsDrill,
  hangDrill,
  bombsDrill,
  forgeryDrill,
  endsDrill,
  shareDrill,
  spoofDrill,
  egressDrill,
  loadDrill,
  replaceDrill,
  missingDrill,
  neighboursDrill,
];
