import { LockKeyhole } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { WholePage } from "#components/whole-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: t("forbidden.title") };
}

export default async function Forbidden() {
  const t = await getTranslations("common");
  return (
    <WholePage>
      <EmptyState
        level={1}
        icon={LockKeyhole}
        title={t("forbidden.title")}
        action={<LinkButton href="/">{t("backToChat")}</LinkButton>}
      >
        {t("forbidden.body")}
      </EmptyState>
    </WholePage>
  );
}
