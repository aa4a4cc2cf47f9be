"use client";

import common from "#i18n/en/common.json" with { type: "json" };
import "./globals.css";

type GlobalErrorProps = { retry: () => void };

/** When even the layout fails, nothing of it can be used: no catalogue provider, no controls. */
export default function GlobalError({ retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>{common.error.title}</title>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-3 px-4 text-center">
          <h1 className="text-base font-semibold">{common.error.title}</h1>
          <p className="text-muted">{common.error.body}</p>
          <button
            type="button"
            onClick={retry}
            className="h-9 rounded-md bg-accent px-4 font-medium text-on-accent"
          >
            {common.retry}
          </button>
        </main>
      </body>
    </html>
  );
}
