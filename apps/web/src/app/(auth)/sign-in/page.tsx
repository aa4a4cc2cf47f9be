import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { requireSignedOutPage } from "#lib/guard.ts";
import { getBridge } from "#server/bridge.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title") };
}

export default async function SignInPage() {
  await requireSignedOutPage();
  const { hasUsers } = await getBridge().setupState();
  if (!hasUsers) redirect("/sign-up");
  return <SignInForm />;
}
