import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { PageTitle } from "#components/frame/page-title.tsx";
import { Appearance } from "#components/settings/appearance.tsx";
import { DirectConnections } from "#components/settings/direct/direct-connections.tsx";
import { OwnFunctions } from "#components/settings/functions/own-functions.tsx";
import { Keys } from "#components/settings/keys.tsx";
import { Password } from "#components/settings/password.tsx";
import { Profile } from "#components/settings/profile.tsx";
import { SendKeyChoice } from "#components/settings/send-key-choice.tsx";
import { Sessions } from "#components/settings/sessions.tsx";
import { requireMemberPage } from "#lib/guard.ts";
import { themeCookie, themeOf } from "#lib/theme.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("title") };
}

export default async function SettingsPage() {
  const t = await getTranslations("settings");
  const { userId } = await requireMemberPage();
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <>
      <PageTitle title={t("title")} sentence={t("sentence")} />
      <Profile />
      <Appearance initial={theme} />
      <SendKeyChoice />
      <DirectConnections userId={userId} />
      <Keys />
      <Password />
      <Sessions />
      <OwnFunctions />
    </>
  );
}
