const chatPath = /^\/c\/([A-Za-z0-9_-]{1,64})\/?$/;

/** The chat that an address names; null at other pages. */
export function chatIdOf(pathname: string): string | null {
  return chatPath.exec(pathname)?.[1] ?? null;
}
