"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { DateText } from "#components/ui/date-text.tsx";
import { heirMark, useLeave } from "#components/ui/focus-heirs.tsx";
import type { Person } from "./person.ts";
import { RemovePerson } from "./remove-person.tsx";
import { useSetRole } from "./use-set-role.ts";

export function WaitingRow({ person }: { person: Person }) {
  const t = useTranslations("admin.people");
  const { id, name, email, createdAt } = person;
  const leave = useLeave();
  const role = useSetRole(person, () => {
    leave("approve", id);
    return t("approved", { name });
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate font-medium">{name}</p>
        <p className="text-note wrap-anywhere text-muted">
          {email} · {t.rich("waitingSince", { when: () => <DateText key="when" at={createdAt} /> })}
        </p>
      </div>
      <div className="-ms-3 flex gap-2 sm:ms-0">
        <RemovePerson person={person} kind="decline" />
        <Button
          size="sm"
          look="primary"
          {...heirMark("approve", id)}
          aria-label={t("approveName", { name })}
          isPending={role.isPending}
          onPress={() => role.give("user")}
        >
          {t("approve")}
        </Button>
      </div>
    </li>
  );
}
