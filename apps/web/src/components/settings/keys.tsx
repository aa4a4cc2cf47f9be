"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState, useSyncExternalStore } from "react";
import { Section } from "#components/frame/section.tsx";
import { Button } from "#components/ui/button.tsx";
import { FocusHeirs } from "#components/ui/focus-heirs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { KeyRow } from "./key-row.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";

const neverChanges = () => () => undefined;
const apiAddress = () => `${window.location.origin}/v1`;

export function Keys() {
  const t = useTranslations("settings.keys");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const keys = useQuery(trpc.keys.list.queryOptions());
  const newKey = useRef<HTMLButtonElement>(null);
  const [making, setMaking] = useState(false);
  const address = useSyncExternalStore(neverChanges, apiAddress, () => "/v1");

  return (
    <Section title={t("title")} sentence={t("sentence", { address })}>
      <FocusHeirs fallback={newKey}>
        {keys.error ? <Notice tone="broken">{problemText(keys.error)}</Notice> : null}
        {keys.isPending ? <Skeleton className="h-14 w-full" /> : null}
        {keys.data?.length === 0 ? <p className="py-1 text-muted">{t("empty")}</p> : null}
        {keys.data && keys.data.length > 0 ? (
          <ul aria-label={t("listLabel")} className="flex flex-col divide-y divide-line">
            {keys.data.map((key) => (
              <KeyRow key={key.id} apiKey={key} />
            ))}
          </ul>
        ) : null}
        <Button ref={newKey} className="mt-3" onPress={() => setMaking(true)}>
          <Plus size={16} strokeWidth={1.75} aria-hidden />
          {t("create")}
        </Button>
        <NewKeyDialog isOpen={making} onOpenChange={setMaking} />
      </FocusHeirs>
    </Section>
  );
}
