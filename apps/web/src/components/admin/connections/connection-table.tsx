"use client";

import { useTranslations } from "next-intl";
import { AdminTable } from "../admin-table.tsx";
import { ConnectionRow } from "./connection-row.tsx";
import type { ConnectionView, DraftField } from "./draft.ts";

type ConnectionTableProps = {
  rows: ConnectionView[];
  /** Fields that were changed and not saved, by connection. */
  unsaved: Record<string, DraftField[]>;
  onOpen: (id: string) => void;
};

export function ConnectionTable({ rows, unsaved, onOpen }: ConnectionTableProps) {
  const t = useTranslations("admin.connections");
  return (
    <AdminTable
      label={t("title")}
      columns={[
        { label: t("column.name"), className: "w-1/2" },
        { label: t("column.state"), className: "w-72" },
        { label: t("column.models"), className: "text-end!" },
        { label: t("column.enabled"), className: "w-20 pe-0! text-end!" },
      ]}
    >
      {rows.map((row) => (
        <ConnectionRow
          key={row.id}
          connection={row}
          unsaved={unsaved[row.id] ?? []}
          onOpen={() => onOpen(row.id)}
        />
      ))}
    </AdminTable>
  );
}
