import { useEffectEvent, useLayoutEffect } from "react";
import { readSendKey } from "#lib/send-key.ts";
import { sends } from "../state/keys.ts";
import { touch } from "../use/use-media.ts";
import { takeEarlyTyping } from "./early-typing.ts";

type Heirs = {
  onText: (text: string) => void;
  /** An Enter that should have sent this text. */
  onSend: (text: string) => void;
};

/** Hands over what was typed before the page's code was there; React would begin with an empty field. */
export function useEarlyTyping({ onText, onSend }: Heirs): void {
  const onTyped = useEffectEvent(() => {
    const early = takeEarlyTyping();
    if (early === null) return;
    onText(early.text);
    if (early.enter === null) return;
    const isTouch = window.matchMedia(touch).matches;
    if (sends(early.enter.press, { sendKey: readSendKey(), isTouch })) onSend(early.enter.text);
  });
  useLayoutEffect(() => onTyped(), []);
}
