"use client";

import { Download, ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Picture } from "../markdown/picture.tsx";
import { safeLink } from "../markdown/safe-url.ts";
import { type Extras as All, extrasOf, type Source } from "../state/extras.ts";
import type { BranchMessage } from "../state/types.ts";
import { Embeds } from "./embeds.tsx";

/** What functions added below an answer's text: where it comes from, files, pages. */
export function Extras({ message }: { message: BranchMessage }) {
  const { sources, files, embeds } = useMemo(() => extrasOf(message.metadata), [message.metadata]);
  return (
    <>
      {sources.length === 0 ? null : <Sources sources={sources} />}
      {files.length === 0 ? null : <Files files={files} />}
      {embeds.length === 0 ? null : <Embeds message={message} embeds={embeds} />}
    </>
  );
}

/** Lists have no names of their own; their order is that in which they were told. */
function numbered<T>(entries: readonly T[]): { key: string; entry: T }[] {
  return entries.map((entry, place) => ({ key: `${place}`, entry }));
}

function Sources({ sources }: { sources: readonly Source[] }) {
  const t = useTranslations("chat.extras");
  return (
    <div data-testid="sources" className="mt-2 text-sm">
      <h3 className="text-note font-semibold">{t("sources")}</h3>
      <ol aria-label={t("sources")} className="mt-1 flex flex-col gap-1">
        {numbered(sources).map(({ key, entry }, index) => (
          <li key={key} className="flex gap-2">
            <span aria-hidden className="w-5 shrink-0 text-end text-muted tabular-nums">
              {index + 1}
            </span>
            <div className="min-w-0 flex-1">
              <SourceName source={entry} />
              <Excerpt source={entry} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function SourceName({ source: { source } }: { source: Source }) {
  const link = safeLink(source.url, window.location.href);
  const name = source.name === "" ? (source.url ?? "") : source.name;
  if (link === null) return <span className="wrap-anywhere">{name}</span>;
  return (
    <a
      href={link}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="inline-flex max-w-full flex-wrap items-baseline gap-x-2 text-accent hover:underline"
    >
      <span className="wrap-anywhere">{name}</span>
      <span className="inline-flex items-center gap-1 text-note text-muted">
        {new URL(link).host}
        <ExternalLink size={16} strokeWidth={1.75} aria-hidden className="size-3" />
      </span>
    </a>
  );
}

function Excerpt({ source: { document = [] } }: { source: Source }) {
  const t = useTranslations("chat.extras");
  const text = document.join("\n\n").trim();
  if (text === "") return null;
  return (
    <details className="text-note text-muted">
      <summary className="w-fit cursor-pointer rounded-xs">{t("excerpt")}</summary>
      <p className="mt-1 max-h-60 overflow-y-auto border-s border-line ps-3 whitespace-pre-wrap wrap-anywhere">
        {text}
      </p>
    </details>
  );
}

function Files({ files }: Pick<All, "files">) {
  const t = useTranslations("chat.extras");
  return (
    <ul
      aria-label={t("files")}
      data-testid="files"
      className="mt-2 flex flex-col items-start gap-2"
    >
      {numbered(files).map(({ key, entry: { type, name, url } }) => (
        <li key={key} className="max-w-full">
          {type === "image" ? (
            <Picture src={url} alt={name} />
          ) : (
            <a
              href={url}
              download={name}
              className="inline-flex min-h-9 max-w-full items-center gap-2 rounded-md border border-line bg-surface px-3 text-sm hover:border-faint"
            >
              <Download size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
              <span className="min-w-0 truncate">{name}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
