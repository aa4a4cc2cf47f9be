import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FunctionPage } from "#components/admin/functions/page/function-page.tsx";

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const t = await getTranslations("functions");
  return { title: `${(await params).id} · ${t("title")}` };
}

export default async function FunctionRoute({ params }: Params) {
  return <FunctionPage id={(await params).id} />;
}
