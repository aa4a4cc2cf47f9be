"use client";

import { ArrowUpRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { startersOf } from "#lib/starter-prompts.ts";
import { useChat } from "../use/chat-context.tsx";
import { usePage } from "../use/page-context.tsx";
import { useSend } from "../use/use-send.ts";

const starters = ["explain", "write", "code", "tour"] as const;

/** A chat that has not begun: who will answer, and ways to begin. */
export function Welcome() {
  const t = useTranslations("chat");
  const { person } = usePage();
  const { model, models, modelsAreLoading } = useChat();
  const send = useSend();
  const own = new Set(startersOf(model?.meta ?? {}));
  // A model's own ways to begin, where an admin gave it some.
  const offered =
    own.size > 0
      ? [...own].map((text) => ({ title: null, text }))
      : starters.map((id) => ({ title: t(`starters.${id}`), text: t(`starters.${id}Text`) }));
  if (!modelsAreLoading && models.models.length === 0) return <NoModels />;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3 md:px-6">
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col justify-center gap-8 px-1 py-8 md:px-4">
        <div>
          <h1 className="text-xl font-semibold text-balance">
            {t("greeting", { name: person.name.split(" ", 1)[0] ?? person.name })}
          </h1>
          <p className="mt-1 min-h-6.5 text-base text-muted wrap-anywhere">
            {model === null ? null : t("greetingModel", { model: model.name })}
          </p>
        </div>
        <ul aria-label={t("starters.label")} className="grid gap-2 sm:grid-cols-2">
          {offered.map(({ title, text }) => (
            <li key={text}>
              <button
                type="button"
                disabled={!model?.available}
                onClick={() => send(text)}
                className="group flex h-full w-full flex-col gap-0.5 rounded-lg border border-line bg-surface px-4 py-3 text-start hover:border-faint disabled:opacity-50"
              >
                <span className="flex w-full items-start justify-between gap-2 text-sm">
                  <span className={title === null ? "wrap-anywhere" : "font-medium"}>
                    {title ?? text}
                  </span>
                  <ArrowUpRight
                    size={16}
                    strokeWidth={1.75}
                    aria-hidden
                    className="mt-0.5 shrink-0 text-faint group-hover:text-accent rtl:-scale-x-100"
                  />
                </span>
                {title === null ? null : <span className="text-note text-muted">{text}</span>}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function NoModels() {
  const t = useTranslations("chat.noModels");
  const { person } = usePage();
  return (
    <div className="flex min-h-0 flex-1 flex-col justify-center">
      <EmptyState
        level={1}
        title={t("title")}
        action={
          person.isAdmin ? (
            <LinkButton look="primary" href="/admin/connections">
              {t("action")}
            </LinkButton>
          ) : null
        }
      >
        {person.isAdmin ? t("admin") : t("member")}
      </EmptyState>
    </div>
  );
}
