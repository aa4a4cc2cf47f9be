"use client";

import type { Settings } from "@parley/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { DraftField } from "./draft-checks.ts";
import { ModelRow } from "./model-row.tsx";
import type { ManagedModel } from "./types.ts";

const rowsAtOnce = 100;

type ModelTableProps = {
  rows: ManagedModel[];
  nameOf: (id: string) => string | null;
  modelAccess: Settings["modelAccess"];
  /** Fields that were changed and not saved, by model. */
  unsaved: Record<string, DraftField[]>;
  onOpen: (id: string) => void;
};

/** A table where there is room, lines below each other on phones. */
export function ModelTable({ rows, nameOf, modelAccess, unsaved, onOpen }: ModelTableProps) {
  const t = useTranslations("models");
  const [limit, setLimit] = useState(rowsAtOnce);
  const further = rows.length - limit;
  return (
    <>
      <table className="block w-full border-y border-line md:table md:border-b-0">
        <caption className="sr-only">{t("title")}</caption>
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="text-xs text-muted *:h-8 *:pe-4 *:text-start *:font-medium">
            <th scope="col" className="w-2/5">
              {t("column.name")}
            </th>
            <th scope="col">{t("column.kind")}</th>
            <th scope="col" className="w-1/5">
              {t("column.source")}
            </th>
            <th scope="col" className="w-52">
              {t("column.state")}
            </th>
            <th scope="col" className="w-36 pe-0!">
              {t("column.access")}
            </th>
          </tr>
        </thead>
        <tbody className="block divide-y divide-line md:table-row-group">
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
        </tbody>
      </table>
      {further > 0 ? (
        <Button className="mt-4" onPress={() => setLimit(limit + rowsAtOnce)}>
          {t("showMore", { count: Math.min(further, rowsAtOnce) })}
        </Button>
      ) : null}
    </>
  );
}
