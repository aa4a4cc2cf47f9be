import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { notify } from "./toast.tsx";

/** How long a button says that it copied, in milliseconds. */
const shownMs = 2000;

export type Copied = {
  text: string;
  /** The same, for programs that take formatted text. */
  html?: string;
};

/** Copies, and says for two seconds that it did. */
export function useCopied(): [isCopied: boolean, copy: (what: Copied) => Promise<void>] {
  const t = useTranslations("common");
  const [at, setAt] = useState(0);
  useEffect(() => {
    if (at === 0) return;
    const timer = setTimeout(() => setAt(0), shownMs);
    return () => clearTimeout(timer);
  }, [at]);
  const copy = async (what: Copied) => {
    try {
      await write(what);
      setAt(Date.now());
    } catch {
      notify({ title: t("copyFailed"), tone: "broken" });
    }
  };
  return [at !== 0, copy];
}

async function write({ text, html }: Copied): Promise<void> {
  // Browsers offer the clipboard to pages over TLS only; a server at home often has none.
  if (!window.isSecureContext) return writeBySelection(text);
  if (html === undefined) return navigator.clipboard.writeText(text);
  const types = {
    "text/plain": new Blob([text], { type: "text/plain" }),
    "text/html": new Blob([html], { type: "text/html" }),
  };
  return navigator.clipboard.write([new ClipboardItem(types)]);
}

function writeBySelection(text: string): void {
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", onCopy, { once: true });
  try {
    if (!document.execCommand("copy")) throw new Error("The browser refused to copy.");
  } finally {
    document.removeEventListener("copy", onCopy);
  }
}
