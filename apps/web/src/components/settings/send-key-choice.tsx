"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Section } from "#components/frame/section.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { notify } from "#components/ui/toast.tsx";
import { type SendKey, sendKeys, writeSendKey } from "#lib/send-key.ts";
import { useSendKey } from "#lib/use-send-key.ts";

const neverChanges = () => () => undefined;
const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

export function SendKeyChoice() {
  const t = useTranslations("settings.sendKey");
  const sendKey = useSendKey();
  const modifier = useSyncExternalStore(neverChanges, isApple, () => false) ? "⌘" : "Ctrl";
  const choose = (chosen: SendKey) => {
    if (!writeSendKey(chosen)) notify({ title: t("notKept"), tone: "broken" });
  };
  return (
    <Section title={t("title")} sentence={t("sentence")}>
      <Choice
        label={t("title")}
        labelHidden
        options={sendKeys.map((id) => ({ id, label: t(id, { modifier }) }))}
        value={sendKey}
        onChange={choose}
      />
    </Section>
  );
}
