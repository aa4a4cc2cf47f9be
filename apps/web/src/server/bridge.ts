import type { Principal, SetupState } from "@parley/core";

/**
 * How pages reach the one composed server. Next bundles its own copy of every module it imports, so
 * the server hands this over through one slot on `globalThis`; both copies of this file know its name.
 */
export type Bridge = {
  /** Who sent these headers; null when nobody is signed in. */
  principal(headers: Headers): Promise<Principal | null>;
  setupState(): Promise<SetupState>;
  /** Whether some model has filters that people switch. */
  hasSwitchableFilters(): boolean;
};

declare global {
  var parleyBridge: Bridge | undefined;
}

export function setBridge(bridge: Bridge): void {
  globalThis.parleyBridge = bridge;
}

/** Throws when pages are served by anything but Parley's own server. */
export function getBridge(): Bridge {
  if (globalThis.parleyBridge === undefined) {
    throw new Error(
      "Pages need Parley's server: start it with `npm start`, not with `next start`.",
    );
  }
  return globalThis.parleyBridge;
}
