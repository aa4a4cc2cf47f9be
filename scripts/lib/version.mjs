/**
 * The numbers of a version such as `v24.21.0` or `12.21.0-rc.1`; what can't be read counts as 0.
 * @param {string} text
 * @returns {[major: number, minor: number, patch: number]}
 */
function parseVersion(text) {
  const [, major, minor, patch] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text.trim()) ?? [];
  return [Number(major ?? 0), Number(minor ?? 0), Number(patch ?? 0)];
}

/**
 * Whether `version` is `minimum` or newer.
 * @param {string} version
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
  const have = parseVersion(version);
  const need = parseVersion(minimum);
  for (const index of /** @type {const} */ ([0, 1, 2])) {
    if (have[index] !== need[index]) return have[index] > need[index];
  }
  return true;
}
