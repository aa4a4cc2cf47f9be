"use client";

import { useTranslations } from "next-intl";
import { startTransition, useState } from "react";
import { Section } from "#components/frame/section.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { notify } from "#components/ui/toast.tsx";
import { keepTheme } from "#lib/keep-theme.ts";
import { showTheme, type Theme, themes } from "#lib/theme.ts";

export function Appearance({ initial }: { initial: Theme }) {
  const t = useTranslations("settings.appearance");
  const [theme, setTheme] = useState(initial);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    showTheme(chosen);
    startTransition(async () => {
      try {
        await keepTheme(chosen);
      } catch {
        notify({ title: t("notKept"), tone: "broken" });
      }
    });
  };
  return (
    <Section title={t("title")}>
      <Choice
        label={t("title")}
        labelHidden
        options={themes.map((id) => ({ id, label: t(id) }))}
        value={theme}
        onChange={choose}
      />
    </Section>
  );
}
