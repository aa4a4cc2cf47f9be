"use client";

import type { Settings } from "@parley/core";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "#components/ui/button.tsx";
import { AdminTable } from "../admin-table.tsx";
import type { DraftField } from "./draft-checks.ts";
import { ModelRow } from "./model-row.tsx";
import type { ManagedModel } from "./types.ts";

const rowsAtOnce = 100;

type ModelTableProps = {
  rows: ManagedModel[];
  nameOf: (id: string) => string | null;
  /** Null leaves out who may use it. */
  modelAccess: Settings["modelAccess"] | null;
  /** Fields that were changed and not saved, by model. */
  unsaved: Record<string, DraftField[]>;
  onOpen: (id: string) => void;
};

export function ModelTable({ rows, nameOf, modelAccess, unsaved, onOpen }: ModelTableProps) {
  const t = useTranslations("models");
  const [limit, setLimit] = useState(rowsAtOnce);
  const further = rows.length - limit;
  const body = useRef<HTMLTableSectionElement>(null);
  const showMore = () => {
    flushSync(() => setLimit(limit + rowsAtOnce));
    // The button may have gone; what was asked for begins here.
    body.current?.rows[limit]?.querySelector("button")?.focus();
  };
  return (
    <>
      <AdminTable
        label={t("title")}
        columns={[
          { label: t("column.name"), className: "w-1/3" },
          { label: t("column.kind") },
          { label: t("column.source"), className: "w-1/5" },
          { label: t("column.state"), className: "w-44" },
          ...(modelAccess === null ? [] : [{ label: t("column.access"), className: "w-44 pe-0!" }]),
        ]}
        bodyRef={body}
      >
        {rows.slice(0, limit).map((row) => (
          <ModelRow
            key={row.info.id}
            model={row}
            baseName={row.info.baseModelId === null ? null : nameOf(row.info.baseModelId)}
            modelAccess={modelAccess}
            unsaved={unsaved[row.info.id] ?? []}
            onOpen={() => onOpen(row.info.id)}
          />
        ))}
      </AdminTable>
      {further > 0 ? (
        <Button className="mt-4" onPress={showMore}>
          {t("showMore", { count: Math.min(further, rowsAtOnce) })}
        </Button>
      ) : null}
    </>
  );
}
