/** Where this browser keeps somebody's endpoints. It is never sent anywhere. */
const storageKey = (userId: string) => `parley.direct.${userId}`;
const listeners = new Set<() => void>();

/** The stored text; null when there is none, or the browser keeps nothing. */
export function readDirectText(userId: string): string | null {
  try {
    return window.localStorage.getItem(storageKey(userId));
  } catch {
    // Storage may be switched off; then there are no endpoints, and adding one says why.
    return null;
  }
}

/** False when this browser refuses to keep it. */
export function writeDirectText(userId: string, text: string | null): boolean {
  try {
    if (text === null) window.localStorage.removeItem(storageKey(userId));
    else window.localStorage.setItem(storageKey(userId), text);
  } catch {
    // Storage is switched off or full: the caller says that it was not kept.
    return false;
  }
  for (const listener of listeners) listener();
  return true;
}

/** Calls on changes here and in other tabs; returns the unsubscribe. */
export function onDirectText(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}
