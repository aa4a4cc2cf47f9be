export { type ManualClock, manualClock } from "./clock.ts";
export { silentLog } from "./log.ts";
