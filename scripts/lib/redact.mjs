import { stripVTControlCharacters } from "node:util";

/**
 * Makes a tool's line fit to be shown: without colours, and without the hosts and credentials in it.
 * Those belong to the machine and its owner and have no place in a bug report.
 * @param {string} text
 */
export function redact(text) {
  return stripVTControlCharacters(text)
    .replace(/\b(https?|postgres(?:ql)?):\/\/[^\s/"'`]+/gi, (whole, scheme) =>
      /:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(whole) ? whole : `${scheme}://…`,
    )
    .replace(/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET) [\w.:[\]-]+/g, "$1 …")
    .replace(/\b(_?auth(?:token)?|_password)=\S+/gi, "$1=…");
}
