"use client";

import { ExternalLink, Image as ImageIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { isInlineImage, safeLink } from "./safe-url.ts";

/** An image that travels inside the message; one from elsewhere is a link to it. */
export function Picture({ src, alt }: { src: string | undefined; alt: string }) {
  const t = useTranslations("chat.parts");
  const name = alt === "" ? t("picture") : alt;
  if (isInlineImage(src)) return <img src={src} alt={name} className="inline-image" />;
  const safe = safeLink(src, window.location.href);
  if (safe === null) return <span>{name}</span>;
  return (
    <a
      href={safe}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="inline-flex items-center gap-1.5"
    >
      <ImageIcon size={16} strokeWidth={1.75} aria-hidden />
      {name}
      <span className="text-muted">{new URL(safe).host}</span>
      <ExternalLink size={16} strokeWidth={1.75} aria-hidden />
    </a>
  );
}
