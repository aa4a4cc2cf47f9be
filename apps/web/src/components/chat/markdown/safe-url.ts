const linkProtocols: ReadonlySet<string> = new Set(["http:", "https:", "mailto:", "tel:"]);

/** An address that a link of an answer may lead to; null for anything that could run or read something. */
export function safeLink(address: string | undefined, base: string): string | null {
  if (address === undefined) return null;
  try {
    const url = new URL(address, base);
    return linkProtocols.has(url.protocol) ? url.href : null;
  } catch {
    // Not an address.
    return null;
  }
}

/**
 * An image that may be shown: one that travels inside the text. Others would tell a stranger's server
 * who reads this, so they become links.
 */
export function isInlineImage(address: string | undefined): address is string {
  return address !== undefined && /^data:image\/(?:png|jpe?g|gif|webp|avif);/i.test(address);
}
