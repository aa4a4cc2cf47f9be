"use client";

import { useTranslations } from "next-intl";
import { heirMark } from "#components/ui/focus-heirs.tsx";
import type { DraftField, Group } from "./draft.ts";

/** Names to list before "and … more". */
const namesShown = 4;

type GroupRowProps = {
  group: Group;
  /** How people are called, by id. */
  names: ReadonlyMap<string, string>;
  unsaved: DraftField[];
  onOpen: () => void;
};

export function GroupRow({ group, names, unsaved, onOpen }: GroupRowProps) {
  const t = useTranslations("admin.groups");
  const { id, name, description, memberIds } = group;
  const known = memberIds.flatMap((memberId) => names.get(memberId) ?? []);
  const more = memberIds.length - namesShown;
  const listed = known.slice(0, namesShown).join(", ");
  return (
    <tr className="relative flex flex-col gap-0.5 py-2.5 has-[td_button:hover]:bg-hover md:table-row md:*:py-2 md:*:pe-4 md:*:align-top">
      <td className="min-w-0 md:max-w-0">
        <button
          type="button"
          {...heirMark("edit", id)}
          aria-label={t("edit", { name })}
          onClick={onOpen}
          className="block max-w-full cursor-pointer truncate rounded-xs text-start font-medium after:absolute after:inset-0"
        >
          {name}
        </button>
        {description === "" ? null : <p className="truncate text-note text-muted">{description}</p>}
        {unsaved.length > 0 ? (
          <p className="mt-0.5 text-note text-caution">
            {t("unsaved", { fields: unsaved.map((field) => t(`field.${field}`)).join(", ") })}
          </p>
        ) : null}
      </td>
      <td className="min-w-0 md:max-w-0 md:pe-0!">
        <p className="tabular-nums">{t("count", { count: memberIds.length })}</p>
        {listed === "" ? null : (
          <p className="truncate text-note text-muted">
            {more > 0 ? t("namesMore", { names: listed, count: more }) : listed}
          </p>
        )}
      </td>
    </tr>
  );
}
