"use client";

import type { Member } from "@parley/core";
import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { ListError } from "#components/ui/list-states.tsx";
import { PreviewPerson } from "./preview-person.tsx";
import type { ManagedModel } from "./types.ts";
import { type Preview, useMembers } from "./use-preview.ts";

/** More passed-over models than anybody reads. */
const mostShown = 30;

type EligibleProps = Preview & { models: ManagedModel[] };

/** Who could be chosen by the rules as they stand, and why the others could not. */
export function Eligible({ models, ...preview }: EligibleProps) {
  const t = useTranslations("models.preview");
  const titleId = useId();
  const { data, error, refetch } = useMembers(preview.input);
  const names = new Map(models.map(({ info }) => [info.id, info.name]));
  const members = data ?? [];
  const open = members.filter(({ passedOver }) => passedOver === null);
  const passed = members.filter(({ passedOver }) => passedOver !== null);
  const person = preview.person?.name ?? "";
  const nameOf = (id: string) => names.get(id) ?? id;
  return (
    <section
      aria-labelledby={titleId}
      data-testid="eligible"
      className="flex flex-col gap-3 rounded-lg bg-tint p-4"
    >
      <h3 id={titleId} className="font-semibold">
        {t("title")}
      </h3>
      <PreviewPerson {...preview} />
      {error ? <ListError error={error} onRetry={() => refetch()} /> : null}
      <p role="status" className="text-note text-muted">
        {data === undefined
          ? null
          : members.length === 0
            ? t("empty")
            : t("count", { open: open.length, all: members.length })}
      </p>
      {open.length > 0 ? (
        <ul aria-label={t("openLabel")} className="flex flex-col gap-1">
          {open.map(({ modelId }) => (
            <li key={modelId} className="flex items-start gap-2">
              <Check size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 text-good" />
              <span className="min-w-0 wrap-anywhere">{nameOf(modelId)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {passed.length > 0 ? (
        <ul aria-label={t("passedLabel")} className="flex flex-col gap-1">
          {passed.slice(0, mostShown).map((member) => (
            <Passed key={member.modelId} {...{ member, person }} name={nameOf(member.modelId)} />
          ))}
        </ul>
      ) : null}
      {passed.length > mostShown ? (
        <p className="text-note text-muted">{t("more", { count: passed.length - mostShown })}</p>
      ) : null}
    </section>
  );
}

function Passed({ member, name, person }: { member: Member; name: string; person: string }) {
  const t = useTranslations("models.preview");
  return (
    <li className="flex items-start gap-2 text-muted">
      <Minus size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        {name}
        {member.passedOver === null ? null : (
          <span className="text-note"> · {t(`why.${member.passedOver}`, { person })}</span>
        )}
      </span>
    </li>
  );
}
