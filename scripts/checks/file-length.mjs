const MOST_LINES = 300;

/**
 * Files that can't be read whole.
 * @param {string} file
 * @param {string} text
 * @returns {string[]} problems
 */
export function fileLength(file, text) {
  const lines = text.split("\n").length - 1;
  if (lines <= MOST_LINES) return [];
  return [`${file}: ${lines} lines, more than ${MOST_LINES}: split it by what its parts do`];
}
