"use client";

import { useEffect } from "react";
import { extendSession } from "#lib/session.ts";

/** How long after a page came to life it asks, in milliseconds: what people wait for comes first. */
const afterMs = 3_000;

let isAsked = false;

/** For pages of people who are signed in: whoever keeps coming stays signed in. Asks once a load. */
export function KeepSession() {
  useEffect(() => {
    if (isAsked) return;
    const timer = setTimeout(() => {
      isAsked = true;
      void extendSession();
    }, afterMs);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
