"use client";

import { useTranslations } from "next-intl";
import { ConnectionRow } from "./connection-row.tsx";
import type { ConnectionView, DraftField } from "./draft.ts";

type ConnectionTableProps = {
  rows: ConnectionView[];
  /** Fields that were changed and not saved, by connection. */
  unsaved: Record<string, DraftField[]>;
  onOpen: (id: string) => void;
};

/** A table where there is room, a list of cards' worth of lines on phones. */
export function ConnectionTable({ rows, unsaved, onOpen }: ConnectionTableProps) {
  const t = useTranslations("admin.connections");
  return (
    <table className="block w-full border-y border-line md:table md:border-b-0">
      <caption className="sr-only">{t("title")}</caption>
      <thead className="sr-only md:not-sr-only md:table-header-group">
        <tr className="text-start text-xs text-muted *:h-8 *:pe-4 *:text-start *:font-medium">
          <th scope="col" className="w-1/2">
            {t("column.name")}
          </th>
          <th scope="col" className="w-72">
            {t("column.state")}
          </th>
          <th scope="col" className="text-end!">
            {t("column.models")}
          </th>
          <th scope="col" className="w-20 pe-0! text-end!">
            {t("column.enabled")}
          </th>
        </tr>
      </thead>
      <tbody className="block divide-y divide-line md:table-row-group">
        {rows.map((row) => (
          <ConnectionRow
            key={row.id}
            connection={row}
            unsaved={unsaved[row.id] ?? []}
            onOpen={() => onOpen(row.id)}
          />
        ))}
      </tbody>
    </table>
  );
}
