"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { type RouterOutputs, useTRPC } from "#lib/trpc.ts";
import { ValvesForm } from "./valves-form.tsx";

type Server = RouterOutputs["pipelines"]["list"][number];
type Pipeline = Server["pipelines"][number];

/** The filters and pipes of a connection that leads to a pipelines server; nothing for any other. */
export function PipelinesSection({ connectionId }: { connectionId: string }) {
  const t = useTranslations("admin.pipelines");
  const trpc = useTRPC();
  const titleId = useId();
  const { data } = useQuery(trpc.pipelines.list.queryOptions());
  const server = data?.find((one) => one.connectionId === connectionId);
  if (server === undefined) return null;
  return (
    <section aria-labelledby={titleId} className="mt-8 border-t border-line pt-6 text-text">
      <h3 id={titleId} className="font-semibold">
        {t("title")}
      </h3>
      <p className="text-note text-muted">{t("sentence")}</p>
      <ul className="mt-2 flex flex-col divide-y divide-line">
        {server.pipelines.map((pipeline) => (
          <Row key={pipeline.id} {...{ connectionId, pipeline }} />
        ))}
      </ul>
    </section>
  );
}

function Row({ connectionId, pipeline }: { connectionId: string; pipeline: Pipeline }) {
  const t = useTranslations("admin.pipelines");
  const [isOpen, setOpen] = useState(false);
  const { name, type, targets, priority, valvesId } = pipeline;
  const isForAll = targets.includes("*");
  return (
    <li className="flex flex-col gap-3 py-3">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="truncate font-medium">{name}</p>
          <p className="text-note text-pretty wrap-anywhere text-muted">
            {type === "filter"
              ? t("filter", {
                  priority,
                  targets:
                    targets.length === 0
                      ? t("noTargets")
                      : isForAll
                        ? t("all")
                        : targets.join(", "),
                })
              : t("pipe")}
          </p>
        </div>
        {valvesId === null ? null : (
          <Button
            size="sm"
            look="quiet"
            aria-expanded={isOpen}
            aria-label={t("valvesOf", { name })}
            onPress={() => setOpen(!isOpen)}
          >
            {t("valves")}
          </Button>
        )}
      </div>
      {valvesId !== null && isOpen ? (
        <ValvesForm of={{ connectionId, id: valvesId }} name={name} />
      ) : null}
    </li>
  );
}
