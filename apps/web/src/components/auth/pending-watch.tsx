"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useSignOut } from "#lib/use-sign-out.ts";

/**
 * How often it is asked whether an admin has decided. Nothing can be pushed here: the realtime channel
 * is for people with access. Ten seconds are soon enough for somebody who has waited for an admin, and
 * cost the server one look at a session.
 */
const askEveryMs = 10_000;

export function PendingWatch() {
  const t = useTranslations("auth.pending");
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions(undefined, { refetchInterval: askEveryMs }));
  const [asking, setAsking] = useState<"not" | "now" | "done">("not");
  const signOut = useSignOut();
  const role = me.data?.role;

  useEffect(() => {
    if (role !== undefined && role !== "pending") window.location.assign("/");
  }, [role]);

  const checkNow = async () => {
    setAsking("now");
    await me.refetch();
    setAsking("done");
  };

  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
      {me.data === undefined ? (
        <div className="mt-3 flex min-h-20 flex-col gap-2">
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-2/3" />
        </div>
      ) : (
        <p className="mt-2 min-h-20 text-pretty wrap-anywhere text-muted">
          {t("body", { email: me.data.email })}
        </p>
      )}
      <div className="mt-4 flex gap-2">
        <Button look="primary" isPending={asking === "now"} onPress={checkNow}>
          {t("check")}
        </Button>
        <Button look="quiet" onPress={signOut}>
          {t("signOut")}
        </Button>
      </div>
      <p role="status" className="mt-3 min-h-5 text-note text-muted">
        {asking === "done" && role === "pending" ? t("stillWaiting") : null}
      </p>
    </>
  );
}
