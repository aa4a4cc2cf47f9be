import { Failure, noSpace } from "./failure.mjs";

const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|FETCH_ERROR|META_FETCH_FAIL|NO_OFFLINE|error sending request|dns error|Client network socket/i;
const NO_SPACE = /ENOSPC|EDQUOT|no space left on device|os error 28/i;
const NOT_WRITABLE = /EROFS|EACCES|read-only file system|permission denied/i;
const LOCKFILE = /OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH|BROKEN_LOCKFILE/;

/**
 * Says in one sentence why an installation failed. The lines of the tool are shown only where the
 * sentence can't say enough.
 * @param {{ what: string, lines: string[], log: string, folder: string }} options
 */
export function explainInstall({ what, lines, log, folder }) {
  const text = lines.join("\n");
  if (NO_SPACE.test(text)) return noSpace(folder);
  if (LOCKFILE.test(text)) {
    return new Failure(
      "The versions in package.json and pnpm-lock.yaml don't agree: run .parley/toolchain/bin/pnpm install to bring the lockfile up to date, and commit it.",
    );
  }
  if (UNREACHABLE.test(text)) {
    return new Failure(
      `The npm registry can't be reached, and ${what} must be fetched from it once: check the network and npm's settings for registry and proxy (npm config list), then run the command again (log: ${log}).`,
    );
  }
  if (NOT_WRITABLE.test(text)) {
    return new Failure(
      `${capital(what)} couldn't be installed because a folder can't be written to: see the lines above, give this user the folder, and run the command again (log: ${log}).`,
      { details: lines.slice(-15) },
    );
  }
  return new Failure(
    `${capital(what)} couldn't be installed: the lines above say why (log: ${log}).`,
    { details: lines.slice(-15) },
  );
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
