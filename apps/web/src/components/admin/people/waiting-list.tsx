"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import type { Person } from "./person.ts";
import { WaitingRow } from "./waiting-row.tsx";

/** Those who signed up and wait: the first thing to do on this page. */
export function WaitingList({ people }: { people: Person[] }) {
  const t = useTranslations("admin.people");
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="mb-8 rounded-lg bg-tint px-4 py-3">
      <h2 id={titleId} className="font-semibold">
        {t("waiting")} <span className="font-normal text-muted tabular-nums">{people.length}</span>
      </h2>
      <ul className="mt-1 divide-y divide-line">
        {people.map((person) => (
          <WaitingRow key={person.id} person={person} />
        ))}
      </ul>
    </section>
  );
}
