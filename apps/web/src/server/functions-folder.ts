import { type FSWatcher, watch } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type Functions, functionId, isParleyError, type Log } from "@parley/core";

export type FunctionsFolderParts = {
  folder: string;
  functions: Pick<Functions, "keepFiles"> & {
    install(id: string, source: string, origin: { file: string }): Promise<unknown>;
  };
  log: Log;
  /** Milliseconds after a change in which further ones count as the same. Default 200. */
  settleMs?: number;
  /** Milliseconds between two looks of their own: not every file system tells of changes. Default 30,000. */
  lookMs?: number;
};

export type FunctionsFolder = {
  /** Looks at the folder now. */
  look(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Keeps functions as a folder has them: `name.ts` becomes the function `name`. What an admin decided
 * about one stays; one whose file goes is switched off. A folder that is missing, as a volume that was not
 * mounted, says nothing about its files. The first look is over when this resolves.
 */
export async function watchFunctions(parts: FunctionsFolderParts): Promise<FunctionsFolder> {
  const { functions, log, settleMs = 200, lookMs = 30_000 } = parts;
  const folder = path.resolve(parts.folder);
  /** What was taken, or refused, last: the same text is not tried twice. */
  const seen = new Map<string, string>();
  let closed = false;
  let looking: Promise<void> = Promise.resolve();

  async function take(file: string): Promise<void> {
    const id = file.slice(0, -".ts".length);
    const source = await readFile(path.join(folder, file), "utf8");
    if (seen.get(file) === source) return;
    if (!functionId.safeParse(id).success) {
      log.warn("A file can't be a function: its name must be small letters, digits, - or _", {
        file,
      });
      seen.set(file, source);
      return;
    }
    try {
      await functions.install(id, source, { file });
      seen.set(file, source);
      log.info("A function was taken from the functions folder", { file });
    } catch (error) {
      if (!isParleyError(error)) throw error;
      // Where functions can't run now, the file itself is not at fault.
      if (error.code !== "function_unavailable") seen.set(file, source);
      log.error("A file of the functions folder can't be taken", { file, reason: error.message });
    }
  }

  async function lookNow(): Promise<void> {
    if (closed) return;
    const entries = await readdir(folder, { withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && /^[^.].*(?<!\.d|\.test)\.ts$/.test(entry.name))
      .map(({ name }) => name)
      .toSorted();
    for (const file of files) await take(file);
    for (const file of seen.keys()) if (!files.includes(file)) seen.delete(file);
    for (const id of await functions.keepFiles(files)) {
      log.info("The file of a function is gone; the function is switched off", { id });
    }
  }

  function look(): Promise<void> {
    looking = looking.then(lookNow).catch((error: unknown) => {
      log.error("The functions folder can't be read", { folder, error });
    });
    return looking;
  }

  let settling: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(settling);
    settling = setTimeout(() => void look(), settleMs);
  };
  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(folder, soon);
    watcher.on("error", (error) => log.warn("The functions folder can't be watched", { error }));
  } catch (error) {
    log.warn("The functions folder can't be watched; it is looked at now and then", { error });
  }
  const timer = setInterval(() => void look(), lookMs);
  await look();
  return {
    look,
    async close() {
      closed = true;
      clearTimeout(settling);
      clearInterval(timer);
      watcher?.close();
      await looking;
    },
  };
}
