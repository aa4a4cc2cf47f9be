const storageKey = "parley.lastModel";

/** The model used last on this device; null when none was, or the browser keeps nothing. */
export function readLastModel(): string | null {
  try {
    return window.localStorage.getItem(storageKey);
  } catch {
    // Storage may be switched off; then every new chat begins with the first model.
    return null;
  }
}

export function writeLastModel(modelId: string): void {
  try {
    window.localStorage.setItem(storageKey, modelId);
  } catch {
    // The choice still counts for this page; there is nothing a person could do about it.
    return;
  }
}
