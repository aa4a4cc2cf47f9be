export { type ManualClock, manualClock } from "./clock.ts";
export { type EngineWorldOptions, engineWorld } from "./engine-world.ts";
export { silentLog } from "./log.ts";
export { memoryChats } from "./memory-chats.ts";
export { memoryConnections } from "./memory-connections.ts";
export { memoryFunctions } from "./memory-functions.ts";
export { memoryGroups } from "./memory-groups.ts";
export { blocked, type MemoryFunction, MemoryHost } from "./memory-host.ts";
export { memoryModels, memoryTally } from "./memory-models.ts";
export { memorySettings } from "./memory-settings.ts";
export {
  type ScriptedCall,
  ScriptedUpstream,
  scriptedConnection,
} from "./scripted-upstream.ts";
