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
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...withoutNpmRun(process.env), ...cachesFor(homedir()), ...SILENT };
  if (binFolder) environment.PATH = [binFolder, process.env.PATH].filter(Boolean).join(delimiter);
  return { ...environment, ...networkForPnpm(process.env), ...extra };
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutNpmRun(environment) {
  const own =
    /^npm_(package_|lifecycle_|execpath$|node_execpath$|command$|config_(local_|global_)?prefix$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.test(name)));
}

/**
 * What `npm_config_*` says about the network, in pnpm's words; what is said to pnpm itself wins.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Record<string, string>}
 */
export function networkForPnpm(environment) {
  const found = Object.entries(environment).flatMap(([variable, value]) => {
    const name = NETWORK_SETTINGS.find((each) => variable.toLowerCase() === `npm_config_${each}`);
    return name && value && !environment[`pnpm_config_${name}`]
      ? [[`pnpm_config_${name}`, value]]
      : [];
  });
  return Object.fromEntries(found);
}

/**
 * Package managers keep their caches in the home folder; a user without one that can be written to
 * (a service account, say) gets them in the checkout.
 * @param {string} userHome
 * @returns {Record<string, string>}
 */
function cachesFor(userHome) {
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
