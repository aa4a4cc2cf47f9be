import type { ReactNode, Ref } from "react";

export type AdminColumn = { label: string; labelHidden?: boolean; className?: string };

type AdminTableProps = {
  /** What is listed, for screen readers. */
  label: string;
  columns: readonly AdminColumn[];
  bodyRef?: Ref<HTMLTableSectionElement>;
  /** Its rows, which are grids on phones. */
  children: ReactNode;
};

/** A table where there is room, a list of cards' worth of lines on phones. */
export function AdminTable({ label, columns, bodyRef, children }: AdminTableProps) {
  return (
    <table className="block w-full border-y border-line md:table md:border-b-0">
      <caption className="sr-only">{label}</caption>
      <thead className="sr-only md:not-sr-only md:table-header-group">
        <tr className="text-xs text-muted *:h-8 *:pe-4 *:text-start *:font-medium">
          {columns.map((column) => (
            <th key={column.label} scope="col" className={column.className}>
              {column.labelHidden ? <span className="sr-only">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={bodyRef} className="block divide-y divide-line md:table-row-group">
        {children}
      </tbody>
    </table>
  );
}
