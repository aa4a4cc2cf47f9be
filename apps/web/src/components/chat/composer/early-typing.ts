import type { KeyPress } from "../state/keys.ts";

/** What somebody did with the field before the page's code was there. */
export type EarlyTyping = {
  text: string;
  /** The last Enter, and what stood in the field then. */
  enter: { press: KeyPress; text: string } | null;
};

declare global {
  interface Window {
    /** Ends the watch and tells what it saw; there until the page takes it. */
    parleyEarlyTyping?: () => EarlyTyping | null;
  }
}

/**
 * Runs inside the page's HTML, long before the page's code is there, and notices what is typed into the
 * field for the next question. It travels as its own source: nothing from outside of it may be used.
 */
function watchTyping(): void {
  let seen: EarlyTyping | null = null;
  const onInput = ({ target }: Event) => {
    if (!(target instanceof HTMLTextAreaElement) || target.id !== "message") return;
    seen = { text: target.value, enter: seen?.enter ?? null };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { target, key, keyCode, isComposing, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (!(target instanceof HTMLTextAreaElement) || target.id !== "message") return;
    if (key !== "Enter") return;
    const press = { key, keyCode, isComposing, shiftKey, ctrlKey, metaKey, altKey };
    seen = { text: target.value, enter: { press, text: target.value } };
  };
  window.addEventListener("input", onInput, true);
  window.addEventListener("keydown", onKeyDown, true);
  window.parleyEarlyTyping = () => {
    window.removeEventListener("input", onInput, true);
    window.removeEventListener("keydown", onKeyDown, true);
    return seen;
  };
}

export const watchTypingScript = `(${watchTyping})()`;

/** What was typed before the page's code came, once. */
export function takeEarlyTyping(): EarlyTyping | null {
  const early = window.parleyEarlyTyping?.() ?? null;
  delete window.parleyEarlyTyping;
  return early;
}
