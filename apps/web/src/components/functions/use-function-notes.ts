import type { FunctionNotification } from "@parley/core";
import { useTranslations } from "next-intl";
import { notify } from "#components/ui/toast.tsx";
import { useServerEvent } from "#lib/use-server-event.ts";

const tones = {
  info: "info",
  success: "good",
  warning: "caution",
  error: "broken",
} as const satisfies Record<FunctionNotification["type"], string>;

/** Longer notes stand below a title. */
const longestTitle = 100;

/** Shows short notes of functions that work for a chat. */
export function useFunctionNotes(chatId: string): void {
  const t = useTranslations("chat");
  useServerEvent("message-extended", ({ chatId: of, extension }) => {
    if (of !== chatId || extension.kind !== "notification") return;
    const { type, content } = extension.notification;
    const isShort = content.length <= longestTitle;
    notify({
      title: isShort ? content : t("note"),
      ...(isShort ? {} : { description: content }),
      tone: tones[type],
    });
  });
}
