/**
 * Something that a person can put right: `message` is one sentence that says what happened and what
 * to do, `details` are the lines of a tool that help to see why. The launcher prints both and ends
 * with `exitCode`; any other error is a bug of ours and keeps its stack.
 */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {{ details?: string[], exitCode?: number }} [options]
   */
  constructor(message, { details = [], exitCode = 1 } = {}) {
    super(message);
    this.name = "Failure";
    this.details = details;
    this.exitCode = exitCode;
  }
}

/**
 * The `code` of a system error (`ENOENT`, …), or undefined.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function errorCode(error) {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/**
 * Turns what the file system refuses into a sentence; gives any other error back as it is.
 * @param {unknown} error
 * @param {string} folder the folder that was to be written to
 */
export function explainFileError(error, folder) {
  switch (errorCode(error)) {
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return new Failure(
        `The folder ${folder} can't be written to by this user: give the user the folder, or copy the checkout to a place that can be written to, and run the command again.`,
      );
    case "ENOSPC":
    case "EDQUOT":
      return noSpace(folder);
    default:
      return error;
  }
}

/** @param {string} folder */
export function noSpace(folder) {
  return new Failure(
    `There is no space left on the disk that holds ${folder}: Parley needs about 3 GB there to set itself up; free some and run the command again.`,
  );
}
