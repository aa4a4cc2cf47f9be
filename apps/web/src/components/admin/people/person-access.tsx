"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { Status } from "#components/ui/status.tsx";
import { useTRPC } from "#lib/trpc.ts";
import type { Person } from "./person.ts";
import { useAccessText } from "./use-access-text.ts";

/** What this person can use, and why; behind a button. */
export function PersonAccess({ person }: { person: Person }) {
  const t = useTranslations("admin.access");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        look="quiet"
        aria-label={t("openName", { name: person.name })}
        onPress={() => setOpen(true)}
      >
        {t("open")}
      </Button>
      {isOpen ? (
        <SidePanel
          isOpen
          onOpenChange={setOpen}
          title={t("title", { name: person.name })}
          className="max-w-xl"
        >
          <AccessTable person={person} />
        </SidePanel>
      ) : null}
    </>
  );
}

function AccessTable({ person }: { person: Person }) {
  const t = useTranslations("admin.access");
  const trpc = useTRPC();
  const { id: userId, role, name } = person;
  const rows = useQuery(trpc.models.explain.queryOptions({ userId, role }));
  const managed = useQuery(trpc.models.manage.queryOptions());
  // What is switched off is nobody's, whoever it is opened to.
  const off = new Set(
    (managed.data ?? []).flatMap(({ info, definition }) =>
      definition?.enabled === false ? [info.id] : [],
    ),
  );
  const models = (rows.data ?? []).map((row) => ({
    ...row,
    isUsable: row.access.allowed && !off.has(row.id),
  }));
  const accessText = useAccessText(models);
  const open = models.filter(({ isUsable }) => isUsable);
  const closed = models.filter(({ isUsable }) => !isUsable);
  if (rows.isPending || managed.isPending) return <ListSkeleton rows={6} />;
  if (rows.error) return <ListError error={rows.error} onRetry={() => rows.refetch()} />;
  return (
    <div className="flex flex-col gap-3 text-text">
      <p className="text-muted">{t("count", { name, open: open.length, all: models.length })}</p>
      <table className="w-full table-fixed border-t border-line">
        <caption className="sr-only">{t("title", { name })}</caption>
        <thead>
          <tr className="text-xs text-muted *:h-8 *:text-start *:font-medium">
            <th scope="col" className="w-2/5 pe-3">
              {t("column.model")}
            </th>
            <th scope="col" className="w-20 pe-3">
              {t("column.use")}
            </th>
            <th scope="col">{t("column.why")}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {[...open, ...closed].map(({ id, name: model, access, isUsable }) => (
            <tr key={id} className="*:py-1.5 *:align-top">
              <td className="pe-3">
                <span className="block truncate" title={model}>
                  {model}
                </span>
                {id === model ? null : (
                  <span className="block truncate font-mono text-xs text-muted" title={id}>
                    {id}
                  </span>
                )}
              </td>
              <td className="pe-3">
                <Status tone={isUsable ? "good" : "off"}>{isUsable ? t("yes") : t("no")}</Status>
              </td>
              <td className="text-note text-pretty wrap-anywhere text-muted">
                {off.has(id) ? t("off") : accessText(access)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
