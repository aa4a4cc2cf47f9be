"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, useRef } from "react";
import { type ExtraProps, extractTableDataFromElement, tableDataToTSV } from "streamdown";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ScrollBox } from "../scroll-box.tsx";

/** A table that scrolls in its own box and can be copied into a sheet. */
export function TableBox({ children }: ComponentProps<"table"> & ExtraProps) {
  const t = useTranslations("chat.table");
  const table = useRef<HTMLTableElement>(null);
  const copied = () => {
    if (table.current === null) return { text: "" };
    const text = tableDataToTSV(extractTableDataFromElement(table.current));
    return { text, html: table.current.outerHTML };
  };
  return (
    <div className="table-box group/table">
      <ScrollBox label={t("label")} className="table-scroll">
        <table ref={table}>{children}</table>
      </ScrollBox>
      <div className="table-tools">
        <CopyButton name={t("copy")} copied={copied} className="size-7 min-w-7" />
      </div>
    </div>
  );
}
