import type { ChildProcess } from "node:child_process";

const tailLines = 40;

export type Output = {
  text(): string;
  /** The last lines. */
  tail(): string;
  /** Resolves with the first match in what was or will be written. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves when the process is gone. Children that it left behind may still write. */
  exited: Promise<void>;
  /** Resolves when, besides, all output was read. */
  ended: Promise<void>;
};

/** Keeps what a process writes. */
export function collectOutput(child: ChildProcess): Output {
  let text = "";
  const watchers = new Set<() => void>();
  const add = (piece: string) => {
    text += piece;
    for (const watcher of watchers) watcher();
  };
  child.stdout?.setEncoding("utf8").on("data", add);
  child.stderr?.setEncoding("utf8").on("data", add);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", (error) => {
      add(`${error.message}\n`);
      resolve();
    });
  });
  return {
    exited,
    ended,
    text: () => text,
    tail: () => text.trimEnd().split("\n").slice(-tailLines).join("\n"),
    line: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found === null) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
  };
}
