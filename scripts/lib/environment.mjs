import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { home } from "./layout.mjs";

/** Nothing that Parley runs while building or testing reports home. */
const SILENT = {
  NEXT_TELEMETRY_DISABLED: "1",
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
};

/**
 * The caller's environment for our own tools: `binFolder` comes first in the path.
 *
 * What `npm run` adds about itself is taken out, for it would tell the inner package managers that
 * they work for another project. `npm_config_*` stays: that is how registries and proxies are set.
 * @param {{ binFolder?: string, extra?: Record<string, string> }} [options]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment({ binFolder, extra = {} } = {}) {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(package|lifecycle|execpath|node_execpath|command|config_(local_)?prefix)/.test(name),
  );
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...Object.fromEntries(inherited), ...cachesFor(homedir()), ...SILENT };
  if (binFolder) environment.PATH = [binFolder, process.env.PATH].filter(Boolean).join(delimiter);
  return { ...environment, ...extra };
}

/**
 * Package managers keep their caches in the home folder; a user without one that can be written to
 * (a service account, say) gets them in the checkout.
 * @param {string} userHome
 * @returns {Record<string, string>}
 */
export function cachesFor(userHome) {
  if (canWriteBelow(userHome)) return {};
  const caches = join(home, "caches");
  return {
    npm_config_cache: join(caches, "npm"),
    XDG_CACHE_HOME: join(caches, "cache"),
    XDG_CONFIG_HOME: join(caches, "config"),
    XDG_DATA_HOME: join(caches, "data"),
    XDG_STATE_HOME: join(caches, "state"),
  };
}

/** @param {string} folder */
function canWriteBelow(folder) {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
