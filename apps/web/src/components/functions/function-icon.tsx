"use client";

import { lazy, Suspense } from "react";

const NamedIcon = lazy(async () => {
  const loaded = await import("./named-icon.tsx");
  return { default: loaded.NamedIcon };
});

const picture = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]/i;

/** A function's own sign: a Lucide icon by its name, or a picture that it brings. It keeps its place. */
export function FunctionIcon({ icon }: { icon: string | null }) {
  return (
    <span aria-hidden className="flex size-4 shrink-0 items-center justify-center">
      {icon !== null && picture.test(icon) ? (
        <img src={icon} alt="" className="size-4 object-contain" />
      ) : (
        <Suspense fallback={null}>
          <NamedIcon name={icon ?? ""} />
        </Suspense>
      )}
    </span>
  );
}
