"use client";

import { useTranslations } from "next-intl";
import { DateText } from "#components/ui/date-text.tsx";
import { Select } from "#components/ui/select.tsx";
import { givenRoles, type Person } from "./person.ts";
import { PersonAccess } from "./person-access.tsx";
import { RemovePerson } from "./remove-person.tsx";
import { useSetRole } from "./use-set-role.ts";

/** `isSelf`: nobody changes or removes themselves here; another admin does. */
type MemberRowProps = { person: Person; isSelf: boolean };

export function MemberRow({ person, isSelf }: MemberRowProps) {
  const t = useTranslations("admin.people");
  const { name, email, createdAt, lastSeenAt } = person;
  const role = useSetRole(person, (given) => t("roleChanged", { name, role: t(`role.${given}`) }));
  const shown = role.wanted ?? person.role;
  return (
    <tr className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 py-2.5 md:table-row md:*:py-1.5 md:*:pe-4">
      <td className="col-span-2 min-w-0 md:max-w-0">
        <p className="truncate font-medium">
          {name}
          {isSelf ? <span className="font-normal text-muted"> · {t("you")}</span> : null}
        </p>
        <p className="truncate text-note text-muted" title={email}>
          {email}
        </p>
        <p className="text-note text-muted md:hidden">
          {lastSeenAt === null
            ? t("neverSeen")
            : t.rich("seenAt", { when: () => <DateText key="when" at={lastSeenAt} /> })}
        </p>
      </td>
      <td className="-ms-3 md:ms-0 md:w-36">
        {isSelf ? (
          <p className="w-32 px-3 py-2">{t(`role.${shown}`)}</p>
        ) : (
          <Select
            label={t("roleOf", { name })}
            labelHidden
            options={givenRoles.map((id) => ({ id, label: t(`role.${id}`) }))}
            value={shown === "admin" ? "admin" : "user"}
            onChange={role.give}
            look="quiet"
            className="w-32"
          />
        )}
      </td>
      <td className="hidden whitespace-nowrap text-muted md:table-cell">
        <DateText at={createdAt} />
      </td>
      <td className="hidden whitespace-nowrap text-muted md:table-cell">
        {lastSeenAt === null ? t("neverSeen") : <DateText at={lastSeenAt} />}
      </td>
      <td className="-me-3 md:me-0 md:w-px">
        <div className="flex justify-end md:justify-start">
          <PersonAccess person={person} />
          {isSelf ? null : <RemovePerson person={person} kind="remove" />}
        </div>
      </td>
    </tr>
  );
}
