"use client";

import { ArrowUp, Square } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, lazy, Suspense, useEffect, useLayoutEffect, useRef } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useSendKey } from "#lib/use-send-key.ts";
import { sends } from "../state/keys.ts";
import { isRunning, sendObstacle } from "../state/predicates.ts";
import { useChat, useChatState } from "../use/chat-context.tsx";
import { usePage } from "../use/page-context.tsx";
import { useChatKeys } from "../use/use-chat-keys.ts";
import { touch, useMedia } from "../use/use-media.ts";
import { useModelFunctions } from "../use/use-model-functions.ts";
import { useProblemToast } from "../use/use-problem-toast.ts";
import { useSend } from "../use/use-send.ts";
import { useBroughtText } from "./use-brought-text.ts";
import { useEarlyTyping } from "./use-early-typing.ts";
import { usePatientEnter } from "./use-patient-enter.ts";

const FilterSwitches = lazy(async () => {
  const loaded = await import("./filter-switches.tsx");
  return { default: loaded.FilterSwitches };
});

/** The field for the next question; its button stops the answer while one is written. */
export function Composer() {
  const t = useTranslations("chat.composer");
  const { session, model, missingModel, modelsAreLoading } = useChat();
  const state = useChatState(session);
  const send = useSend();
  const onProblem = useProblemToast();
  const sendKey = useSendKey() ?? "enter";
  const isTouch = useMedia(touch);
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useBroughtText(state.phase === "new");
  const running = isRunning(state);
  const obstacle = sendObstacle(state, draft, model);
  // Sending asks for a model where the chat's own is gone.
  const isLoading = obstacle === "loading" || (obstacle === "no-model" && modelsAreLoading);
  const { filters } = useModelFunctions(model?.id ?? null);
  // Where there are such filters at all, the row is there from the first picture on.
  const hasRow = usePage().hasSwitches || filters.length > 0;
  const canPress = obstacle === null || (obstacle === "no-model" && missingModel !== null);

  useGrow(field, draft);
  useEffect(() => {
    const { current } = field;
    if (current === null || window.matchMedia(touch).matches) return;
    // A text that a link brought is gone on with at its end; where somebody types already, they stay.
    const end = current.value.length;
    if (document.activeElement !== current) current.setSelectionRange(end, end);
    current.focus({ preventScroll: true });
  }, []);

  const submit = async (text = draft) => {
    if (!canPress) return;
    if (obstacle === null) setDraft("");
    if (isTouch) field.current?.blur();
    else field.current?.focus({ preventScroll: true });
    const outcome = await send(text);
    if (outcome === "failed") setDraft((typed) => (typed === "" ? text : `${text}\n${typed}`));
  };
  const wait = usePatientEnter({
    draft,
    canSend: obstacle === null,
    send: (text) => void submit(text),
  });
  useEarlyTyping({ onText: setDraft, onSend: wait });
  const stop = () => {
    field.current?.focus({ preventScroll: true });
    session.stop().catch(onProblem);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const press = { ...keyOf(event), isComposing: event.nativeEvent.isComposing };
    if (!sends(press, { sendKey, isTouch })) return;
    event.preventDefault();
    if (isLoading) wait(event.currentTarget.value);
    else void submit();
  };
  useChatKeys({ onStop: stop, onCompose: () => field.current?.focus(), isRunning: running });

  return (
    <form
      data-testid="composer"
      data-state={running ? "running" : "idle"}
      className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)_auto] items-end gap-x-2 rounded-lg border border-line bg-surface py-1.5 ps-4 pe-1.5 focus-within:border-accent"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <textarea
        ref={field}
        id="message"
        name="message"
        rows={1}
        aria-label={t("label")}
        placeholder={t("placeholder")}
        enterKeyHint={isTouch ? "enter" : "send"}
        autoComplete="off"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        className={`max-h-[40dvh] min-h-9 resize-none bg-transparent py-1.5 text-base leading-6 outline-none placeholder:text-muted ${hasRow ? "col-span-2" : ""}`}
      />
      {hasRow ? (
        <div className="-ms-2.5 flex min-h-9 min-w-0 items-center">
          {filters.length === 0 ? null : (
            <Suspense fallback={null}>
              <FilterSwitches filters={filters} />
            </Suspense>
          )}
        </div>
      ) : null}
      {running ? (
        <IconButton
          name={state.stoppingId === null ? t("stop") : t("stopping")}
          look="plain"
          placement="top"
          className="size-9 min-w-9 shrink-0"
          onPress={stop}
        >
          <Square size={16} strokeWidth={1.75} aria-hidden fill="currentColor" />
        </IconButton>
      ) : (
        <IconButton
          name={t("send")}
          look="primary"
          placement="top"
          type="submit"
          className="size-9 min-w-9 shrink-0"
          isDisabled={!canPress}
        >
          <ArrowUp size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
      )}
    </form>
  );
}

function keyOf({ key, keyCode, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  return { key, keyCode, shiftKey, ctrlKey, metaKey, altKey };
}

/** Makes a field as high as its text; its style sets the cap. */
function useGrow(field: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const { current } = field;
    if (current === null) return;
    const box = current.form ?? current;
    // Measuring makes the field small for a moment; the conversation above must not notice.
    box.style.minHeight = `${box.offsetHeight}px`;
    current.style.height = "auto";
    current.style.height = text === "" ? "" : `${current.scrollHeight}px`;
    box.style.minHeight = "";
  }, [field, text]);
}
