"use client";

import type { Json, JsonObject } from "@parley/core";
import { useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";

/** All of a message's fields, whatever they are, as a tree that opens. */
export function Fields({ metadata }: { metadata: JsonObject }) {
  const t = useTranslations("chat.details");
  const entries = Object.entries(metadata);
  return (
    <section aria-label={t("fields")} data-testid="fields">
      <div className="flex h-8 items-center justify-between">
        <h3 className="text-note font-semibold">{t("fields")}</h3>
        {entries.length === 0 ? null : (
          <CopyButton
            name={t("copyFields")}
            copied={() => ({ text: JSON.stringify(metadata, null, 2) })}
            className="size-7 min-w-7"
          />
        )}
      </div>
      {entries.length === 0 ? (
        <p className="text-note text-muted">{t("noFields")}</p>
      ) : (
        <Tree value={metadata} isOpen={Object.keys(metadata).some((key) => key !== "parley")} />
      )}
    </section>
  );
}

/** The entries of an object or a list. */
function Tree({ value, isOpen }: { value: JsonObject | Json[]; isOpen: boolean }) {
  const entries = Array.isArray(value)
    ? value.map((entry, index): [string, Json] => [`${index}`, entry])
    : Object.entries(value);
  return (
    <ul className="flex flex-col gap-0.5 font-mono text-xs leading-5">
      {entries.map(([key, entry]) => (
        <li key={key}>
          <Entry name={key} value={entry} isOpen={isOpen && key !== "parley"} />
        </li>
      ))}
    </ul>
  );
}

type EntryProps = { name: string; value: Json; isOpen: boolean };

function Entry({ name, value, isOpen }: EntryProps) {
  const t = useTranslations("chat.details");
  if (typeof value !== "object" || value === null) {
    return (
      <span className="wrap-anywhere">
        <span className="text-muted">{name}: </span>
        {typeof value === "string" ? value : JSON.stringify(value)}
      </span>
    );
  }
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  return (
    <details open={isOpen}>
      <summary className="cursor-pointer rounded-xs marker:text-muted">
        <span className="text-muted">{name}</span>{" "}
        <span className="text-muted">{t("entries", { count })}</span>
      </summary>
      <div className="ms-1 border-s border-line ps-3">
        <Tree value={value} isOpen={false} />
      </div>
    </details>
  );
}
