"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { PageTitle } from "#components/frame/page-title.tsx";
import { Section } from "#components/frame/section.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { FocusHeirs } from "#components/ui/focus-heirs.tsx";
import { ListError } from "#components/ui/list-states.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { TitleModel } from "./title-model.tsx";
import { useSettings } from "./use-settings.ts";

const signUpRules = ["approve", "open"] as const;
const accessRules = ["everyone", "admins"] as const;

/** Until the settings are known, each control holds its place and claims nothing. */
export function ServerSettings() {
  const t = useTranslations("admin.server");
  const trpc = useTRPC();
  const query = useQuery(trpc.settings.get.queryOptions());
  const title = useRef<HTMLHeadingElement>(null);
  const { settings, set } = useSettings(query.data ?? null);

  return (
    <FocusHeirs fallback={title}>
      <PageTitle title={t("title")} sentence={t("sentence")} titleRef={title} />
      {query.error ? (
        <div className="mb-6">
          <ListError error={query.error} onRetry={() => query.refetch()} />
        </div>
      ) : null}
      <Section title={t("signUp.title")} sentence={t("signUp.sentence")}>
        <Choice
          label={t("signUp.title")}
          labelHidden
          options={signUpRules.map((id) => ({
            id,
            label: t(`signUp.${id}`),
            description: t(`signUp.${id}Hint`),
          }))}
          value={settings?.signUp ?? null}
          isDisabled={settings === null}
          onChange={(signUp) => set({ signUp })}
        />
      </Section>
      <Section title={t("modelAccess.title")} sentence={t("modelAccess.sentence")}>
        <Choice
          label={t("modelAccess.title")}
          labelHidden
          options={accessRules.map((id) => ({
            id,
            label: t(`modelAccess.${id}`),
            description: t(`modelAccess.${id}Hint`),
          }))}
          value={settings?.modelAccess ?? null}
          isDisabled={settings === null}
          onChange={(modelAccess) => set({ modelAccess })}
        />
      </Section>
      <Section title={t("demo.title")}>
        <Switch
          label={t("demo.label")}
          description={t("demo.hint")}
          isSelected={settings?.demoModels ?? null}
          onChange={(demoModels) => set({ demoModels })}
        />
      </Section>
      <Section title={t("direct.title")}>
        <Switch
          label={t("direct.label")}
          description={t("direct.hint")}
          isSelected={settings?.directConnections ?? null}
          onChange={(directConnections) => set({ directConnections })}
        />
      </Section>
      <Section title={t("titles.title")}>
        <div className="flex flex-col gap-5">
          <Switch
            label={t("titles.label")}
            description={t("titles.hint")}
            isSelected={settings?.titleGeneration ?? null}
            onChange={(titleGeneration) => set({ titleGeneration })}
          />
          <Switch
            label={t("titles.followUps")}
            description={t("titles.followUpsHint")}
            isSelected={settings?.followUps ?? null}
            onChange={(followUps) => set({ followUps })}
          />
          <Switch
            label={t("titles.tags")}
            description={t("titles.tagsHint")}
            isSelected={settings?.tags ?? null}
            onChange={(tags) => set({ tags })}
          />
          <TitleModel settings={settings} onChange={(titleModel) => set({ titleModel })} />
        </div>
      </Section>
    </FocusHeirs>
  );
}
