"use client";

import { useTranslations } from "next-intl";

type ChangesProps = { changes: readonly { path: string; before: string; after: string }[] };

/** Each place that was changed, as it was and as it became. */
export function Changes({ changes }: ChangesProps) {
  return changes.map(({ path, before, after }) => (
    <div key={path} className="mt-1 overflow-hidden rounded-sm border border-line text-xs">
      <p className="border-b border-line px-2 py-1 font-mono wrap-anywhere">{path}</p>
      <Side kind="before" text={before} />
      <Side kind="after" text={after} />
    </div>
  ));
}

function Side({ kind, text }: { kind: "before" | "after"; text: string }) {
  const t = useTranslations("common.changes");
  const isBefore = kind === "before";
  const Text = isBefore ? "del" : "ins";
  return (
    <p className="flex max-h-40 gap-2 overflow-y-auto px-2 py-1">
      <span aria-hidden className={isBefore ? "text-broken" : "text-good"}>
        {isBefore ? "−" : "+"}
      </span>
      <span className="sr-only">{t(kind)}</span>
      {text === "" ? (
        <span className="italic">{t("nothing")}</span>
      ) : (
        <Text className="min-w-0 whitespace-pre-wrap text-text no-underline wrap-anywhere">
          {text}
        </Text>
      )}
    </p>
  );
}
