import type { ReactNode } from "react";
import { SettingsFrame } from "#components/frame/settings-frame.tsx";
import { Messages } from "#i18n/messages.tsx";
import { requireMemberPage } from "#lib/guard.ts";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { role } = await requireMemberPage();
  return (
    <Messages namespaces={["auth", "direct", "settings", "valves"]}>
      <SettingsFrame role={role}>{children}</SettingsFrame>
    </Messages>
  );
}
