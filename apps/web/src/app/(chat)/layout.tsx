import type { Viewport } from "next";
import { type ReactNode, Suspense } from "react";
import { ChatApp } from "#components/chat/shell/chat-app.tsx";
import { KeepSession } from "#components/frame/keep-session.tsx";
import { Messages } from "#i18n/messages.tsx";
import { requireMemberPage } from "#lib/guard.ts";
import { getBridge } from "#server/bridge.ts";

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  // A phone's keyboard shrinks the page, so that the field stays above it.
  interactiveWidget: "resizes-content",
};

/** The chat page stays while the address moves between chats; the pages below only give it its names. */
export default async function ChatLayout({ children }: { children: ReactNode }) {
  const { userId, name, role } = await requireMemberPage();
  return (
    <Messages namespaces={["chat", "direct"]}>
      <KeepSession />
      <Suspense>
        <ChatApp
          person={{ id: userId, name, isAdmin: role === "admin" }}
          hasSwitches={getBridge().hasSwitchableFilters()}
        />
      </Suspense>
      {children}
    </Messages>
  );
}
