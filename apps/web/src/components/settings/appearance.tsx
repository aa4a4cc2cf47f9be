"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Section } from "#components/frame/section.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { applyTheme, type Theme, themes } from "#lib/theme.ts";

export function Appearance({ initial }: { initial: Theme }) {
  const t = useTranslations("settings.appearance");
  const [theme, setTheme] = useState(initial);
  const choose = (chosen: Theme) => {
    setTheme(chosen);
    applyTheme(chosen);
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
