"use client";

import { useSyncExternalStore } from "react";
import { onSendKey, readSendKey, type SendKey } from "./send-key.ts";

/** The send key of this device; null while the server renders, which cannot know it. */
export function useSendKey(): SendKey | null {
  return useSyncExternalStore(onSendKey, readSendKey, () => null);
}
