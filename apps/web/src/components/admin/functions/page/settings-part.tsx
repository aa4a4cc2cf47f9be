"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Choice } from "#components/ui/choice.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import type { ValveDraft } from "#components/valves/draft.ts";
import { useTRPC } from "#lib/trpc.ts";
import type { FunctionDetail } from "../types.ts";
import { useSwitch } from "../use-switch.ts";
import { AttachedModels } from "./attached-models.tsx";
import { FunctionValves } from "./function-valves.tsx";

type SettingsPartProps = {
  fn: FunctionDetail;
  /** What was typed into the valves and not saved. */
  draft: ValveDraft | null;
  onDraft: (draft: ValveDraft | null) => void;
  isSourceChanged: boolean;
};

/** For which models it is, and its valves. */
export function SettingsPart({ fn, draft, onDraft, isSourceChanged }: SettingsPartProps) {
  const t = useTranslations("functions.settings");
  const { manifest } = fn;
  return (
    <>
      {fn.kind === "pipe" ? <PipeModels fn={fn} /> : <Models fn={fn} />}
      <section className="flex flex-col gap-4 border-t border-line pt-4">
        <h2 className="text-sm font-semibold">{t("valves")}</h2>
        {isSourceChanged ? (
          <p className="-mt-2 text-note text-muted">{t("unsavedSource")}</p>
        ) : null}
        {manifest.valves === null ? (
          <p className="text-note text-pretty text-muted">{t("noValves")}</p>
        ) : (
          <Valves fn={fn} draft={draft} onDraft={onDraft} />
        )}
        {manifest.userValves === null ? null : (
          <p className="text-note text-pretty text-muted">
            {t("userValves", { names: namesIn(manifest.userValves) })}
          </p>
        )}
      </section>
    </>
  );
}

function namesIn({ properties }: NonNullable<FunctionDetail["manifest"]["userValves"]>): string {
  return typeof properties === "object" && properties !== null
    ? Object.keys(properties).join(", ")
    : "";
}

function Models({ fn }: { fn: FunctionDetail }) {
  const t = useTranslations("functions.settings");
  const { global, change } = useSwitch(fn);
  return (
    <>
      <Choice
        label={t("models")}
        options={[
          { id: "all", label: t("all"), description: t("allHint") },
          { id: "some", label: t("some"), description: t("someHint") },
        ]}
        value={global ? "all" : "some"}
        onChange={(which) => change({ global: which === "all" })}
      />
      {fn.manifest.toggle ? <p className="text-note text-muted">{t("toggleNote")}</p> : null}
      {global ? null : <AttachedModels fn={fn} />}
    </>
  );
}

function PipeModels({ fn: { id, enabled, manifest } }: { fn: FunctionDetail }) {
  const t = useTranslations("functions.settings");
  const { pipes, name } = manifest;
  const names = Array.isArray(pipes) ? pipes.map((one) => one.name) : [name];
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-sm text-pretty">
        {enabled ? t("pipe", { models: names.join(", ") || id }) : t("pipeOff")}
      </p>
      <LinkButton href="/admin/models" size="sm">
        {t("toModels")}
      </LinkButton>
    </div>
  );
}

type ValvesProps = Pick<SettingsPartProps, "fn" | "draft" | "onDraft">;

function Valves({ fn, draft, onDraft }: ValvesProps) {
  const trpc = useTRPC();
  const valves = useQuery(
    // What the server has now, and no change of it while somebody types.
    trpc.functions.valves.queryOptions(
      { id: fn.id },
      { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false },
    ),
  );
  if (valves.error) return <ListError error={valves.error} onRetry={() => valves.refetch()} />;
  if (valves.data === undefined) return <ListSkeleton rows={2} />;
  return <FunctionValves fn={fn} valves={valves.data} draft={draft} onDraft={onDraft} />;
}
