import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { home } from "./layout.mjs";

/** Settings of npm for its network. pnpm reads the same files, but not these variables. */
const NETWORK_SETTINGS = ["registry", "proxy", "https_proxy", "noproxy", "cafile", "strict_ssl"];

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
  return { ...environment, ...networkForPnpm(process.env), ...extra };
}

/**
 * What `npm_config_*` says about the network, in pnpm's words; what is said to pnpm itself wins.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Record<string, string>}
 */
export function networkForPnpm(environment) {
  return Object.fromEntries(
    NETWORK_SETTINGS.flatMap((name) => {
      const value = environment[`npm_config_${name}`] ?? environment[`NPM_CONFIG_${name}`];
      const own = environment[`pnpm_config_${name}`];
      return value && !own ? [[`pnpm_config_${name}`, value]] : [];
    }),
  );
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
