import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { StartupError } from "./startup-error.ts";

/** The secret that signs sessions and encrypts keys: given, or made once and kept in the data folder. */
export async function authSecret(given: string | undefined, dataDir: string): Promise<string> {
  if (given !== undefined) return given;
  const file = path.join(dataDir, "auth-secret");
  try {
    await mkdir(dataDir, { recursive: true });
    // `wx` lets exactly one of two starts at once make it.
    await writeFile(file, `${randomBytes(32).toString("base64url")}\n`, {
      mode: 0o600,
      flag: "wx",
    });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) {
      throw new StartupError(
        `The data folder ${dataDir} can't be written: give this user the right to, or set DATA_DIR to another folder.`,
        { cause: error },
      );
    }
  }
  const secret = (await readFile(file, "utf8")).trim();
  if (secret.length < 32) {
    throw new StartupError(
      `${file} is damaged: restore it from a backup. (Deleting it makes a new one, signs everybody out and makes the stored API keys of connections unreadable.)`,
    );
  }
  return secret;
}
