import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { OwnModels } from "#components/settings/models/own-models.tsx";
import { Messages } from "#i18n/messages.tsx";
import { requireMemberPage } from "#lib/guard.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("models");
  return { title: t("title") };
}

export default async function OwnModelsPage() {
  const { role } = await requireMemberPage();
  if (role === "admin") redirect("/admin/models");
  return (
    <Messages namespaces={["models"]}>
      <OwnModels />
    </Messages>
  );
}
