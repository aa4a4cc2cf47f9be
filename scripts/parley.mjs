/**
 * The one door behind every root script: `node scripts/parley.mjs COMMAND [ARGUMENTS]`.
 *
 * This file stays readable for very old versions of Node, so that they can say what is missing
 * instead of failing on syntax; everything else is behind the dynamic import.
 */
const major = Number(process.versions.node.split(".")[0]);

if (major < 20) {
  console.error(
    `Parley needs Node 20 or newer to set itself up, and this is ${process.version}: install a newer Node from https://nodejs.org and run the command again.`,
  );
  process.exitCode = 1;
} else if (process.platform === "win32") {
  console.error(
    "Parley runs on Linux and macOS: on Windows, use it inside the Windows Subsystem for Linux (WSL).",
  );
  process.exitCode = 1;
} else {
  const { main } = await import("./lib/main.mjs");
  await main(process.argv.slice(2));
}
