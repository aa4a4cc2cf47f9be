"use client";

import { useTranslations } from "next-intl";
import { useDeferredValue, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { AdminTable } from "../admin-table.tsx";
import { MemberRow } from "./member-row.tsx";
import { matching, type Person } from "./person.ts";

/** A search is worth its place from this many people on. */
const searchFrom = 8;
const rowsAtOnce = 100;

type MembersTableProps = { people: Person[]; ownId: string | null };

export function MembersTable({ people, ownId }: MembersTableProps) {
  const t = useTranslations("admin.people");
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(rowsAtOnce);
  const words = useDeferredValue(search);
  const found = matching(people, words);
  const hidden = found.length - limit;
  const body = useRef<HTMLTableSectionElement>(null);

  const showMore = () => {
    flushSync(() => setLimit(limit + rowsAtOnce));
    // The button may have gone; what was asked for begins here.
    body.current?.rows[limit]?.querySelector("button")?.focus();
  };

  return (
    <>
      {people.length < searchFrom ? null : (
        <div className="mb-4 max-w-xs">
          <TextField
            type="search"
            label={t("search")}
            labelHidden
            placeholder={t("search")}
            value={search}
            onChange={setSearch}
          />
        </div>
      )}
      <AdminTable
        label={t("listLabel")}
        columns={[
          { label: t("column.person"), className: "w-1/2" },
          { label: t("column.role"), className: "ps-3" },
          { label: t("column.joined") },
          { label: t("column.lastSeen") },
          { label: t("column.actions"), labelHidden: true },
        ]}
        bodyRef={body}
      >
        {found.slice(0, limit).map((person) => (
          <MemberRow key={person.id} person={person} isSelf={person.id === ownId} />
        ))}
      </AdminTable>
      <div role="status">
        {found.length === 0 ? (
          <p className="mt-4 text-muted">{t("noMatch", { search: words.trim() })}</p>
        ) : null}
      </div>
      {hidden > 0 ? (
        <Button className="mt-4" onPress={showMore}>
          {t("showMore", { count: Math.min(hidden, rowsAtOnce) })}
        </Button>
      ) : null}
    </>
  );
}
