import { useSyncExternalStore } from "react";
import type { PluginConfig } from "streamdown";
import { hasMath } from "./math-text.ts";

/** `none`: no formulas, or no renderer for them. `loading`: wait before showing the text. */
export type Math = PluginConfig | "none" | "loading";

let math: Math = "loading";
let isAsked = false;
const listeners = new Set<() => void>();

function load(listener: () => void): () => void {
  listeners.add(listener);
  if (!isAsked) {
    isAsked = true;
    import("./math-plugin.ts").then(
      ({ mathPlugin }) => settle({ math: mathPlugin }),
      // The source of a formula can still be read.
      () => settle("none"),
    );
  }
  return () => listeners.delete(listener);
}

function settle(value: Math): void {
  math = value;
  for (const listener of listeners) listener();
}

const nothing = () => () => undefined;
const none = (): Math => "none";

/** The formula renderer, loaded with the first text that has formulas. */
export function useMath(text: string): Math {
  const isNeeded = hasMath(text);
  return useSyncExternalStore(isNeeded ? load : nothing, isNeeded ? () => math : none, none);
}
