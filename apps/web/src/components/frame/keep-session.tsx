"use client";

import { useEffect } from "react";
import { extendSession } from "#lib/session.ts";

let isAsked = false;

/** For pages of people who are signed in: whoever keeps coming stays signed in. Asks once a load. */
export function KeepSession() {
  useEffect(() => {
    if (isAsked) return;
    isAsked = true;
    void extendSession();
  }, []);
  return null;
}
