"use client";

import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/text-field.tsx";
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
      <table className="block w-full border-y border-line md:table md:border-b-0">
        <caption className="sr-only">{t("listLabel")}</caption>
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="text-xs text-muted *:h-8 *:pe-4 *:text-start *:font-medium">
            <th scope="col" className="w-1/2">
              {t("column.person")}
            </th>
            <th scope="col" className="ps-3">
              {t("column.role")}
            </th>
            <th scope="col">{t("column.joined")}</th>
            <th scope="col">{t("column.lastSeen")}</th>
            <th scope="col">
              <span className="sr-only">{t("column.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody className="block divide-y divide-line md:table-row-group">
          {found.slice(0, limit).map((person) => (
            <MemberRow key={person.id} person={person} isSelf={person.id === ownId} />
          ))}
        </tbody>
      </table>
      <div role="status">
        {found.length === 0 ? (
          <p className="mt-4 text-muted">{t("noMatch", { search: words.trim() })}</p>
        ) : null}
      </div>
      {hidden > 0 ? (
        <Button className="mt-4" onPress={() => setLimit(limit + rowsAtOnce)}>
          {t("showMore", { count: Math.min(hidden, rowsAtOnce) })}
        </Button>
      ) : null}
    </>
  );
}
