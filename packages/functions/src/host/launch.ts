import type { FunctionLimits } from "./limits.ts";

/** What processes are started with, found out once. */
export type Runtime = {
  binary: string;
  /** Such as "Deno 2.9.6". */
  version: string;
  /** The runner, in a place that says nothing about Parley's. */
  runner: string;
  /** A shell that can close any descriptor; null: only /bin/sh is there. */
  bash: string | null;
  /** Ends a process with its parent, where it is there. */
  setpriv: string | null;
  /** The outer layer, where it works. */
  bubblewrap: string | null;
  /** Writable memory that an empty process reserves, in KiB; null: it can't be limited here. */
  baseKilobytes: number | null;
};

/** A private place for one process, removed with it. */
export type ProcessFolder = { cwd: string; cache: string };

export type Command = { file: string; args: string[]; env: Record<string, string>; cwd: string };

/** Limits are set by the shell that then becomes the process, so that none runs without them. */
const limiting =
  'ulimit -c 0 || exit 125; if [ "$1" != 0 ]; then ulimit -d "$1" || exit 125; fi; shift; exec "$@"';

/** Node closes what it opened itself; what it was handed down could go on to the process. */
const closing = `for d in /dev/fd/*; do n=\${d##*/}; if [ "$n" -gt 2 ] 2>/dev/null; then eval "exec $n>&-"; fi; done; `;

const flags = [
  "--no-prompt",
  "--no-config",
  "--no-lock",
  "--no-remote",
  "--no-npm",
  "--deny-import",
  "--cached-only",
  "--no-code-cache",
];

/** The whole command line of a function's process. Its environment is `env` and nothing else. */
export function commandFor(
  runtime: Runtime,
  limits: Pick<FunctionLimits, "dataBytes" | "heapMegabytes">,
  folder: ProcessFolder,
): Command {
  const { baseKilobytes, bash, bubblewrap, setpriv } = runtime;
  const data = baseKilobytes === null ? 0 : baseKilobytes + Math.ceil(limits.dataBytes / 1024);
  const wrapped = bubblewrap !== null;
  const place = wrapped
    ? { binary: "/deno", runner: "/runner.js", cwd: "/cwd", cache: "/cache" }
    : { binary: runtime.binary, runner: runtime.runner, ...folder };
  const deno = [
    place.binary,
    "run",
    ...flags,
    `--v8-flags=--max-old-space-size=${limits.heapMegabytes}`,
    place.runner,
  ];
  const outer = wrapped
    ? [bubblewrap, ...walls(runtime, folder)]
    : setpriv === null
      ? []
      : [setpriv, "--pdeathsig", "KILL", "--no-new-privs"];
  // Without these bash reads a file of the person's that it runs for, because its input is a socket.
  const shell =
    bash === null ? ["-c", limiting] : ["--norc", "--noprofile", "-c", `${closing}${limiting}`];
  const env = { DENO_DIR: place.cache, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  // The shell adds variables of its own, and would hand them on.
  const bare = ["/usr/bin/env", "-i", ...Object.entries(env).map((entry) => entry.join("="))];
  return {
    file: bash ?? "/bin/sh",
    args: [...shell, "sh", String(data), ...bare, ...outer, ...deno],
    env,
    cwd: folder.cwd,
  };
}

/** Bubblewrap's part: no network, no other processes, and of the files what the binary needs. */
function walls({ binary, runner }: Runtime, { cwd, cache }: ProcessFolder): string[] {
  const libraries = ["/usr/lib", "/lib", "/lib64", "/usr/lib64"];
  return [
    ...["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ...libraries.flatMap((library) => ["--ro-bind-try", library, library]),
    ...["--ro-bind", binary, "/deno", "--ro-bind", runner, "/runner.js"],
    ...["--ro-bind", cwd, "/cwd", "--bind", cache, "/cache"],
    ...["--dev", "/dev", "--chdir", "/cwd", "--"],
  ];
}
