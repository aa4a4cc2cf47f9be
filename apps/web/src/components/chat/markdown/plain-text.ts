/** A line with none of the letters that mean something in Markdown, and nothing that becomes a link. */
const plainLine = /^\p{L}[\p{L}\p{M}\p{N} ,.;:'’‘"“”„?()–—…%€-]*$/u;
const addressLike = /www\.|https?:/i;

/** True for a paragraph that reads the same before and after Markdown. */
export function isPlain(text: string): boolean {
  return plainLine.test(text) && !addressLike.test(text);
}

/** True when the text may hold HTML. */
export function mayHoldHtml(text: string): boolean {
  return text.includes("<");
}
