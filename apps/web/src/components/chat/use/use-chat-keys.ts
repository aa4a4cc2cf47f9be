import { useEffect, useEffectEvent } from "react";

type ChatKeys = {
  /** Escape, or Ctrl+Shift+X. */
  onStop: () => void;
  /** Shift+Escape. */
  onCompose: () => void;
  isRunning: boolean;
};

/** Keys that work wherever the focus is, unless something that lies over the page takes them. */
export function useChatKeys({ onStop, onCompose, isRunning }: ChatKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const hasModifier = event.ctrlKey || event.metaKey;
    const isEscape = event.key === "Escape";
    if (isEscape && event.shiftKey) onCompose();
    else if (isRunning && isEscape) onStop();
    else if (isRunning && hasModifier && event.shiftKey && event.code === "KeyX") onStop();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
