"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

/** Asks before the page is left by a link, a reload or by closing it. */
export function LeaveGuard({ name, losesValves }: { name: string; losesValves: boolean }) {
  const t = useTranslations("functions.page.leave");
  const common = useTranslations("common");
  const router = useRouter();
  const [goal, setGoal] = useState<string | null>(null);
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (!(link instanceof HTMLAnchorElement) || !isPlain) return;
      const isHere = link.target === "" && link.download === "";
      if (!isHere || link.origin !== window.location.origin) return;
      event.preventDefault();
      event.stopPropagation();
      setGoal(`${link.pathname}${link.search}${link.hash}`);
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, { capture: true });
    };
  }, []);
  return (
    <Dialog
      isOpen={goal !== null}
      onOpenChange={() => setGoal(null)}
      title={t("title")}
      role="alertdialog"
      size="sm"
      footer={
        <>
          <Button look="quiet" autoFocus onPress={() => setGoal(null)}>
            {common("cancel")}
          </Button>
          <Button look="primary" onPress={() => goal !== null && router.push(goal)}>
            {t("leave")}
          </Button>
        </>
      }
    >
      <p className="wrap-anywhere">{t(losesValves ? "bodyValves" : "body", { name })}</p>
    </Dialog>
  );
}
