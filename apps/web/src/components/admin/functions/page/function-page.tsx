"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { ListError } from "#components/ui/list-states.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { problemOf } from "#lib/problem.ts";
import { useTRPC } from "#lib/trpc.ts";
import { Workspace } from "./workspace.tsx";

/** How often its figures are read again, in milliseconds. */
const figuresMs = 10_000;

/** One function: its source at the left, what can be done with it at the right, its log below. */
export function FunctionPage({ id }: { id: string }) {
  const t = useTranslations("functions.page");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const fn = useQuery(
    trpc.functions.get.queryOptions({ id }, { refetchInterval: figuresMs, retry: false }),
  );
  if (fn.data !== undefined) return <Workspace key={id} fn={fn.data} />;
  if (fn.error === null) return <WorkspaceSkeleton />;
  const { code } = problemOf(fn.error);
  if (code !== "not_found" && code !== "invalid_request") {
    return <ListError error={fn.error} onRetry={() => fn.refetch()} />;
  }
  return (
    <EmptyState
      level={1}
      title={common("notFound.title")}
      action={<LinkButton href="/admin/functions">{t("back")}</LinkButton>}
    >
      {common("notFound.body")}
    </EmptyState>
  );
}

function WorkspaceSkeleton() {
  const t = useTranslations("common");
  return (
    <div data-wide role="status" className="flex flex-col gap-4">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="h-14 w-72 max-w-full" />
      <Skeleton className="h-[60dvh]" />
    </div>
  );
}
