"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { PageTitle } from "#components/frame/page-title.tsx";
import { FocusHeirs } from "#components/ui/focus-heirs.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { MembersTable } from "./members-table.tsx";
import { WaitingList } from "./waiting-list.tsx";

/** How often new sign-ups are looked for while the page is open. */
const askEveryMs = 30_000;

export function People() {
  const t = useTranslations("admin.people");
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions());
  const list = useQuery(trpc.people.list.queryOptions(undefined, { refetchInterval: askEveryMs }));
  const title = useRef<HTMLHeadingElement>(null);
  const people = list.data ?? [];
  const waiting = people.filter(({ role }) => role === "pending");
  const members = people.filter(({ role }) => role !== "pending");

  return (
    <FocusHeirs fallback={title}>
      <PageTitle title={t("title")} sentence={t("sentence")} titleRef={title} />
      {list.isPending ? <ListSkeleton rows={4} /> : null}
      {list.error ? <ListError error={list.error} onRetry={() => list.refetch()} /> : null}
      {waiting.length > 0 ? <WaitingList people={waiting} /> : null}
      {members.length > 0 ? <MembersTable people={members} ownId={me.data?.id ?? null} /> : null}
      {people.length === 1 ? (
        <p className="mt-4 max-w-prose text-pretty text-muted">{t("onlyYou")}</p>
      ) : null}
    </FocusHeirs>
  );
}
