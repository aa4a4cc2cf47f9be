export const sendKeys = ["enter", "mod-enter"] as const;

/** `enter`: Enter sends. `mod-enter`: Ctrl (or ⌘) and Enter send, Enter alone starts a new line. */
export type SendKey = (typeof sendKeys)[number];

const storageKey = "parley.sendKey";
const listeners = new Set<() => void>();

/** What this device is set to. A browser that keeps nothing gets the default. */
export function readSendKey(): SendKey {
  try {
    const stored = window.localStorage.getItem(storageKey);
    return sendKeys.find((key) => key === stored) ?? "enter";
  } catch {
    // Storage may be switched off; the default works everywhere.
    return "enter";
  }
}

/** False when this browser refuses to keep it. */
export function writeSendKey(value: SendKey): boolean {
  try {
    window.localStorage.setItem(storageKey, value);
  } catch {
    // Storage is switched off or full: the caller says that the choice was not kept.
    return false;
  }
  for (const listener of listeners) listener();
  return true;
}

/** Calls on changes here and in other tabs; returns the unsubscribe. */
export function onSendKey(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}
