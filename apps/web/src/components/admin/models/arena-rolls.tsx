"use client";

import { Dices } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { ListError } from "#components/ui/list-states.tsx";
import { PreviewPerson } from "./preview-person.tsx";
import { expectedShares } from "./shares.ts";
import type { ManagedModel } from "./types.ts";
import { type Preview, useMembers, useRolls } from "./use-preview.ts";

const times = 1_000;

type ArenaRollsProps = Preview & { models: ManagedModel[] };

/** What the rules do, seen in a thousand rolls that count nowhere. */
export function ArenaRolls({ models, ...preview }: ArenaRollsProps) {
  const t = useTranslations("models.preview");
  const locale = useLocale();
  const titleId = useId();
  const { input } = preview;
  const members = useMembers(input);
  const rolls = useRolls(input, times);
  const names = new Map(models.map(({ info }) => [info.id, info.name]));
  const shares = input === null ? null : expectedShares(input.rules, members.data ?? []);
  const number = new Intl.NumberFormat(locale);
  const bars = (rolls.data ?? []).map(({ modelId, count }) => ({
    modelId,
    name: names.get(modelId) ?? modelId,
    count,
    expected: (shares?.get(modelId) ?? 0) * times,
  }));
  const longest = Math.max(1, ...bars.flatMap(({ count, expected }) => [count, expected]));
  return (
    <section
      aria-labelledby={titleId}
      data-testid="rolls"
      className="flex flex-col gap-3 rounded-lg bg-tint p-4"
    >
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0 flex-1 basis-48">
          <h3 id={titleId} className="font-semibold">
            {t("rolls")}
          </h3>
          <p className="text-note text-muted">{t("rollsHint")}</p>
        </div>
        <Button size="sm" onPress={() => void rolls.refetch()} isPending={rolls.isFetching}>
          <Dices size={16} strokeWidth={1.75} aria-hidden />
          {t("roll")}
        </Button>
      </div>
      <PreviewPerson {...preview} />
      {rolls.error ? <ListError error={rolls.error} onRetry={() => rolls.refetch()} /> : null}
      {rolls.data?.length === 0 ? (
        <p role="status" className="text-note text-muted">
          {t("count", { open: 0, all: members.data?.length ?? 0 })}
        </p>
      ) : null}
      <ul aria-label={t("rolls")} className="flex flex-col gap-2.5">
        {bars.map((bar) => (
          <li key={bar.modelId} className="flex flex-col gap-1">
            <span className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate">{bar.name}</span>
              <span className="shrink-0 text-note text-muted tabular-nums">
                {t("rolled", {
                  count: number.format(bar.count),
                  expected: number.format(Math.round(bar.expected)),
                })}
              </span>
            </span>
            <Bar length={bar.count / longest} mark={bar.expected / longest} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Both from 0 to 1. */
function Bar({ length, mark }: { length: number; mark: number }) {
  return (
    <span aria-hidden className="relative block h-2.5 rounded-xs bg-hover">
      <span
        className="absolute inset-y-0 start-0 rounded-xs bg-accent"
        style={{ inlineSize: `${length * 100}%` }}
      />
      <span
        className="absolute -inset-y-0.5 w-0.5 -translate-x-1/2 bg-text rtl:translate-x-1/2"
        style={{ insetInlineStart: `${mark * 100}%` }}
      />
    </span>
  );
}
