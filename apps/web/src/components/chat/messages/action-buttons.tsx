"use client";

import { useMutation, useMutationState } from "@tanstack/react-query";
import { Zap } from "lucide-react";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { FunctionIcon } from "#components/functions/function-icon.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { notify } from "#components/ui/toast.tsx";
import { problemOf } from "#lib/problem.ts";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { ActionButton, BranchMessage } from "../state/types.ts";
import { useMedia } from "../use/use-media.ts";

/** As many stand in the toolbar itself where there is room; the others are in a menu. */
const mostInSight = 3;
const roomy = "(min-width: 40rem)";

type ActionButtonsProps = { message: BranchMessage; actions: readonly ActionButton[] };

/** What functions can do with a message. */
export function ActionButtons({ message, actions }: ActionButtonsProps) {
  const t = useTranslations("chat.actions");
  const run = useRunAction(message, actions);
  const inSight = actions.slice(0, useMedia(roomy) ? mostInSight : 0);
  const others = actions.slice(inSight.length);
  const isBusy = others.some(({ id }) => run.isRunning(id));
  return (
    <>
      {inSight.map((action) => {
        const isRunning = run.isRunning(action.id);
        return (
          <IconButton
            key={action.id}
            name={isRunning ? t("running", { name: action.name }) : action.name}
            aria-disabled={isRunning}
            aria-busy={isRunning}
            data-action={action.id}
            onPress={() => run.start(action)}
          >
            {isRunning ? <Spinner /> : <FunctionIcon icon={action.icon} />}
          </IconButton>
        );
      })}
      {others.length === 0 ? null : (
        <Menu
          label={t("moreActions")}
          placement="bottom start"
          trigger={
            <IconButton name={t("moreActions")} aria-busy={isBusy}>
              {isBusy ? <Spinner /> : <Zap size={16} strokeWidth={1.75} aria-hidden />}
            </IconButton>
          }
        >
          {others.map((action) => (
            <MenuItem
              key={action.id}
              label={action.name}
              sign={<FunctionIcon icon={action.icon} />}
              isDisabled={run.isRunning(action.id)}
              onAction={() => run.start(action)}
            />
          ))}
        </Menu>
      )}
    </>
  );
}

const started = z.object({ messageId: z.string(), actionId: z.string() });

/** Runs actions on a message; what runs, and how it fails, is told also when the message is out of sight. */
function useRunAction({ chatId, id: messageId }: BranchMessage, actions: readonly ActionButton[]) {
  const t = useTranslations("chat.actions");
  const trpc = useTRPC();
  const problemText = useProblemText();
  const mutationKey = trpc.functions.runAction.mutationKey();
  const running = useMutationState({
    filters: { mutationKey, status: "pending" },
    select: ({ state }) => started.safeParse(state.variables).data,
  });
  const { mutate } = useMutation(
    trpc.functions.runAction.mutationOptions({
      onError(error, { actionId }) {
        const name = actions.find(({ id }) => id === actionId)?.name ?? actionId;
        const isVerdict = problemOf(error).code === "filter_refused";
        notify({
          title: isVerdict ? name : t("actionFailed", { name }),
          description: problemText(error),
          tone: isVerdict ? "caution" : "broken",
        });
      },
    }),
  );
  const isRunning = (actionId: string) =>
    running.some((one) => one?.messageId === messageId && one.actionId === actionId);
  return {
    isRunning,
    start({ id: actionId }: ActionButton) {
      if (!isRunning(actionId)) mutate({ chatId, messageId, actionId });
    },
  };
}
