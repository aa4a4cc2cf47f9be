"use client";

import type { Grant } from "@parley/core";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { ComboBox, type ComboOption } from "#components/ui/combo-box.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Select } from "#components/ui/select.tsx";
import { useTRPC } from "#lib/trpc.ts";

type GrantsListProps = { grants: Grant[]; onChange: (grants: Grant[]) => void };

const permissions = ["read", "write"] as const;

/** Groups and people who may use a model, or change it too. */
export function GrantsList({ grants, onChange }: GrantsListProps) {
  const t = useTranslations("models.grants");
  const trpc = useTRPC();
  const groups = useQuery(trpc.groups.list.queryOptions());
  const people = useQuery(trpc.people.list.queryOptions());
  const options: (ComboOption & { grant: Grant })[] = [
    ...(groups.data ?? []).map(({ id, name }) => ({
      ...{ id: `group:${id}`, label: name, note: t("group") },
      grant: { to: "group" as const, id, permission: "read" as const },
    })),
    ...(people.data ?? []).map(({ id, name, email }) => ({
      ...{ id: `user:${id}`, label: name, note: email },
      grant: { to: "user" as const, id, permission: "read" as const },
    })),
  ];
  const taken = new Set(grants.map(keyOf));
  const isRead = groups.data !== undefined && people.data !== undefined;
  const nameOf = (grant: Grant) =>
    grant.to === "everyone"
      ? t("all")
      : (options.find(({ id }) => id === keyOf(grant))?.label ?? (isRead ? t("gone") : "…"));
  return (
    <div className="flex flex-col gap-2 ps-7">
      <ul className="flex flex-col divide-y divide-line">
        {grants.map((grant) => (
          <li key={keyOf(grant)} className="flex items-center gap-2 py-1">
            <span className="min-w-0 flex-1">
              <span className="block truncate">{nameOf(grant)}</span>
              <span className="block truncate text-note text-muted">
                {options.find(({ id }) => id === keyOf(grant))?.note}
              </span>
            </span>
            <Select
              label={t("permission", { name: nameOf(grant) })}
              labelHidden
              look="quiet"
              options={permissions.map((id) => ({ id, label: t(id) }))}
              value={grant.permission}
              onChange={(permission) =>
                onChange(grants.map((one) => (one === grant ? { ...grant, permission } : one)))
              }
              className="w-36"
            />
            <IconButton
              name={t("remove", { name: nameOf(grant) })}
              onPress={() => onChange(grants.filter((one) => one !== grant))}
            >
              <X size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <ComboBox
        label={t("add")}
        labelHidden
        placeholder={t("add")}
        noMatch={t("noMatch")}
        options={options.filter(({ id }) => !taken.has(id))}
        value={null}
        adds
        onChange={(id) => {
          const added = options.find((option) => option.id === id);
          if (added) onChange([...grants, added.grant]);
        }}
      />
    </div>
  );
}

function keyOf(grant: Grant): string {
  return grant.to === "everyone" ? "everyone" : `${grant.to}:${grant.id}`;
}
