import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignUpForm } from "#components/auth/sign-up-form.tsx";
import { requireSignedOutPage } from "#lib/guard.ts";
import { getBridge } from "#server/bridge.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signUp");
  return { title: t("title") };
}

export default async function SignUpPage() {
  await requireSignedOutPage();
  const { hasUsers, signUp } = await getBridge().setupState();
  return <SignUpForm rule={hasUsers ? signUp : "first"} />;
}
