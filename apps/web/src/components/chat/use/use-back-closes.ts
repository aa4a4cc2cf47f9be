import { useEffect, useEffectEvent } from "react";

const mark = "parleyOverlay";

/** True while the newest entry of the history stands for something that lies over the page. */
export function isOverlayEntry(): boolean {
  const state: unknown = window.history.state;
  return typeof state === "object" && state !== null && mark in state;
}

/** Lets the browser's back button, and a phone's back gesture, close what lies over the page. */
export function useBackCloses(isOpen: boolean, close: () => void): void {
  const onBack = useEffectEvent(close);
  useEffect(() => {
    if (!isOpen) return;
    window.history.pushState({ ...window.history.state, [mark]: true }, "");
    const onPopState = () => onBack();
    window.addEventListener("popstate", onPopState);
    return () => {
      window.removeEventListener("popstate", onPopState);
      if (isOverlayEntry()) window.history.back();
    };
  }, [isOpen]);
}
