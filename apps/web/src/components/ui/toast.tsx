"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { hasToasts, onToasts } from "./toast-store.ts";

export { notify } from "./toast-store.ts";

const LoadedRegion = lazy(async () => {
  const { LoadedToastRegion } = await import("./toast-region.tsx");
  return { default: LoadedToastRegion };
});

/** Where notices appear; its code is loaded with the first one. */
export function ToastRegion() {
  const wanted = useSyncExternalStore(onToasts, hasToasts, () => false);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <LoadedRegion />
    </Suspense>
  );
}
