import type { SendKey } from "#lib/send-key.ts";

export type KeyPress = {
  key: string;
  keyCode: number;
  isComposing: boolean;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
};

/** Safari ends a composition before the Enter that confirmed it; it then says 229. */
const composingKeyCode = 229;

/** True when this key press sends. Where Enter is on a touch keyboard, it always makes a new line. */
export function sends(press: KeyPress, options: { sendKey: SendKey; isTouch: boolean }): boolean {
  if (press.key !== "Enter" || press.isComposing || press.keyCode === composingKeyCode)
    return false;
  if (press.shiftKey || press.altKey) return false;
  const hasModifier = press.ctrlKey || press.metaKey;
  return hasModifier || (options.sendKey === "enter" && !options.isTouch);
}
