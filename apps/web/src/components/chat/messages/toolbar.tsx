"use client";

import { textOf } from "@parley/core";
import { Ellipsis, Info, Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useRef, useState } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { canEdit, canRegenerate, isSettled } from "../state/predicates.ts";
import type { BranchMessage } from "../state/types.ts";
import { useChat, useChatState } from "../use/chat-context.tsx";
import { useModelFunctions } from "../use/use-model-functions.ts";
import { OtherModel } from "./other-model.tsx";
import { RatingButtons } from "./rating.tsx";
import { useFollowing } from "./use-follow.ts";
import { useMessageActions } from "./use-message-actions.ts";
import { Versions } from "./versions.tsx";

const DeleteMessage = lazy(async () => {
  const loaded = await import("./delete-message.tsx");
  return { default: loaded.DeleteMessage };
});

const ActionButtons = lazy(async () => {
  const loaded = await import("./action-buttons.tsx");
  return { default: loaded.ActionButtons };
});

type ToolbarProps = { message: BranchMessage; align: "start" | "end"; onEdit: () => void };

/**
 * What can be done with a message. In sight under the last one and on touch screens, else for who
 * points at the message or reaches it by keyboard; it keeps its place all the time.
 */
export function Toolbar({ message, align, onEdit }: ToolbarProps) {
  const t = useTranslations("chat.actions");
  const { session, showDetails } = useChat();
  const state = useChatState(session);
  const actions = useMessageActions(message);
  const following = useFollowing();
  const [isDeleting, setDeleting] = useState(false);
  /** Whether Shift was down when the menu was used: then nothing is asked. */
  const withShift = useRef(false);
  const place = align === "end" ? "justify-end" : "-ms-2";
  if (!isSettled(state, message)) return <div className="h-8" />;
  return (
    <div
      role="toolbar"
      aria-label={t("label")}
      className={`flex h-8 items-center text-muted ${place} opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 group-data-last/message:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100`}
      onPointerUpCapture={(event) => {
        withShift.current = event.shiftKey;
      }}
      onKeyDownCapture={(event) => {
        withShift.current = event.shiftKey;
      }}
    >
      <Versions message={message} />
      <CopyButton name={t("copy")} copied={() => ({ text: textOf(message.content) })} />
      {canEdit(state, message) ? (
        <IconButton
          name={t("edit")}
          onPress={() => {
            // What is edited must not move away.
            following?.detach();
            onEdit();
          }}
        >
          <Pencil size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      ) : null}
      {canRegenerate(state, message) ? (
        <IconButton name={t("regenerate")} onPress={actions.regenerate}>
          <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      ) : null}
      {canRegenerate(state, message) ? (
        <OtherModel modelId={message.model} onChoose={actions.regenerateWith} />
      ) : null}
      {message.role === "assistant" ? <RatingButtons message={message} /> : null}
      <Menu
        label={t("more")}
        placement={align === "end" ? "bottom end" : "bottom start"}
        trigger={
          <IconButton name={t("more")}>
            <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem label={t("details")} icon={Info} onAction={() => showDetails(message.id)} />
        <MenuItem
          label={t("delete")}
          icon={Trash2}
          danger
          onAction={() => (withShift.current ? actions.remove() : setDeleting(true))}
        />
      </Menu>
      {message.role === "assistant" ? <Actions message={message} /> : null}
      {isDeleting ? (
        <Suspense fallback={null}>
          <DeleteMessage message={message} onClose={() => setDeleting(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** What functions offer comes last: nothing moves when it comes. */
function Actions({ message }: { message: BranchMessage }) {
  const { actions } = useModelFunctions(message.model);
  if (actions.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <ActionButtons message={message} actions={actions} />
    </Suspense>
  );
}
