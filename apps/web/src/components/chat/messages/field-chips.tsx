"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { type Chip, chipsOf } from "../state/fields.ts";
import type { BranchMessage } from "../state/types.ts";
import { useChat } from "../use/chat-context.tsx";

/** More than these are in the details. */
const most = 8;

const look =
  "inline-flex min-h-6 max-w-full items-center gap-1 rounded-md bg-hover px-2 text-xs text-muted";

/** Custom fields of an answer, in a few words each. */
export function FieldChips({ message }: { message: BranchMessage }) {
  const t = useTranslations("chat.fields");
  const { showDetails } = useChat();
  const chips = useMemo(() => chipsOf(message.metadata), [message.metadata]);
  if (chips.length === 0) return null;
  const more = chips.length - most;
  const open = () => showDetails(message.id);
  return (
    <ul aria-label={t("label")} data-testid="field-chips" className="mt-1.5 flex flex-wrap gap-1.5">
      {chips.slice(0, most).map((chip) => (
        <li key={chip.key} className="max-w-full">
          {chip.isCut ? (
            <button
              type="button"
              onClick={open}
              className={`${look} cursor-pointer hover:text-text`}
            >
              <Words chip={chip} />
            </button>
          ) : (
            <span className={look}>
              <Words chip={chip} />
            </span>
          )}
        </li>
      ))}
      {more <= 0 ? null : (
        <li>
          <button type="button" onClick={open} className={`${look} cursor-pointer hover:text-text`}>
            {t("more", { count: more })}
          </button>
        </li>
      )}
    </ul>
  );
}

function Words({ chip: { name, value } }: { chip: Chip }) {
  return (
    <>
      <span className="shrink-0">{name}:</span>
      <span className="min-w-0 truncate text-text tabular-nums">
        <Value value={value} />
      </span>
    </>
  );
}

function Value({ value }: Pick<Chip, "value">) {
  const t = useTranslations("chat");
  const locale = useLocale();
  switch (value.is) {
    case "text":
      return value.text;
    case "boolean":
      return value.isTrue ? t("fields.yes") : t("fields.no");
    case "entries":
      return t("details.entries", { count: value.count });
    case "curve":
      return (
        <>
          <span aria-hidden>{value.bars}</span>
          <span className="sr-only">{value.numbers.join(", ")}</span>
        </>
      );
    case "number": {
      // Sums of fractions have noise at their ends.
      const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 12 }).format(
        Number(value.number.toPrecision(12)),
      );
      return value.unit === null ? number : `${number} ${value.unit}`;
    }
  }
}
