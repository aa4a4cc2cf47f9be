import { delimiter, dirname, join, resolve } from "node:path";

/**
 * What a shell on this machine would give, though this programme was started by Parley's launcher:
 * without the Node that the launcher brought (if the machine has one of its own), and without what
 * package managers say about the project that they run.
 */
export function shellEnvironment(
  environment: NodeJS.ProcessEnv,
  { execPath, hasNpm }: { execPath: string; hasNpm: (folder: string) => boolean },
): NodeJS.ProcessEnv {
  const brought = resolve(dirname(execPath));
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const others = folders.filter(
    (folder) => resolve(folder) !== brought && !folder.includes("node_modules"),
  );
  const kept = Object.entries(environment).filter(
    ([name]) => !/^npm_(package|lifecycle|execpath|node_execpath|command)|^PNPM_/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: (others.some(hasNpm) ? others : folders).join(delimiter),
  };
}

/** Every cache that package managers keep, empty and in one folder. */
export function emptyCaches(folder: string): Record<string, string> {
  return {
    npm_config_cache: join(folder, "npm"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_STATE_HOME: join(folder, "state"),
  };
}
