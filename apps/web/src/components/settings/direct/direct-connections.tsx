"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useRef, useState } from "react";
import { Section } from "#components/frame/section.tsx";
import { Button } from "#components/ui/button.tsx";
import { FocusHeirs } from "#components/ui/focus-heirs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { notify } from "#components/ui/toast.tsx";
import type { DirectConnection } from "#lib/direct/connection.ts";
import { writeDirectText } from "#lib/direct/storage.ts";
import { useDirectConnections } from "#lib/direct/use-direct-connections.ts";
import { useTRPC } from "#lib/trpc.ts";
import { DirectRow } from "./direct-row.tsx";

const DirectDialog = lazy(async () => ({
  default: (await import("./direct-dialog.tsx")).DirectDialog,
}));

/** The endpoints that this browser asks by itself. */
export function DirectConnections({ userId }: { userId: string }) {
  const t = useTranslations("direct");
  const trpc = useTRPC();
  const state = useQuery(trpc.direct.state.queryOptions());
  const { connections, hasAny, isPending } = useDirectConnections(userId);
  const [edited, setEdited] = useState<DirectConnection | "new" | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const isOff = state.data?.allowed === false;

  const keep = (next: DirectConnection[]) => {
    const kept = writeDirectText(userId, next.length === 0 ? null : JSON.stringify(next));
    if (!kept) notify({ title: t("notKept"), tone: "broken" });
    return kept;
  };
  const save = (connection: DirectConnection) => {
    const others = connections.filter(({ id }) => id !== connection.id);
    if (!keep([...others, connection])) return;
    setEdited(null);
    notify({ title: t("saved", { name: connection.name }), tone: "good" });
  };
  const remove = ({ id, name }: DirectConnection) => {
    if (!keep(connections.filter((one) => one.id !== id))) return;
    notify({ title: t("removed", { name }) });
  };

  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <FocusHeirs fallback={add}>
        {isOff ? (
          <Notice tone="caution" className="mb-3">
            {t("off")}
          </Notice>
        ) : null}
        {connections.length > 0 ? (
          <ul aria-label={t("listLabel")} className="flex flex-col divide-y divide-line">
            {connections.map((connection) => (
              <DirectRow
                key={connection.id}
                connection={connection}
                onEdit={() => setEdited(connection)}
                onRemove={() => remove(connection)}
              />
            ))}
          </ul>
        ) : hasAny && isPending ? null : (
          <p className="py-1 wrap-anywhere text-muted">{t("empty")}</p>
        )}
        <Button
          ref={add}
          className="mt-3"
          isDisabled={state.data?.allowed !== true}
          onPress={() => setEdited("new")}
        >
          <Plus size={16} strokeWidth={1.75} aria-hidden />
          {t("add")}
        </Button>
        {edited === null ? null : (
          <Suspense>
            <DirectDialog
              connection={edited === "new" ? null : edited}
              onSave={save}
              onClose={() => setEdited(null)}
            />
          </Suspense>
        )}
      </FocusHeirs>
    </Section>
  );
}
