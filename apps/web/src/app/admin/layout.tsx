import type { ReactNode } from "react";
import { SettingsFrame } from "#components/frame/settings-frame.tsx";
import { Messages } from "#i18n/messages.tsx";
import { requireAdminPage } from "#lib/guard.ts";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { role } = await requireAdminPage();
  return (
    <Messages namespaces={["admin", "functions", "models", "pipelines", "valves"]}>
      <SettingsFrame role={role}>{children}</SettingsFrame>
    </Messages>
  );
}
