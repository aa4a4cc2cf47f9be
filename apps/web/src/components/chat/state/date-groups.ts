/** Where a chat stands in the sidebar. `months`: a month further back, by its first day. */
export type DateGroup =
  | { kind: "pinned" | "today" | "yesterday" | "week" | "month" }
  | { kind: "months"; start: number };

export type GroupedRow<T> =
  | { type: "heading"; key: string; group: DateGroup }
  | { type: "item"; key: string; item: T };

type Dated = { id: string; pinned: boolean; updatedAt: number };

/** The group of a moment, by the reader's own days. */
export function dateGroupOf(at: number, now: number): DateGroup {
  const today = startOfDay(now, 0);
  if (at >= today) return { kind: "today" };
  if (at >= startOfDay(now, -1)) return { kind: "yesterday" };
  if (at >= startOfDay(now, -7)) return { kind: "week" };
  if (at >= startOfDay(now, -30)) return { kind: "month" };
  const date = new Date(at);
  return { kind: "months", start: new Date(date.getFullYear(), date.getMonth(), 1).getTime() };
}

/** Chats with a heading before each group; expects them pinned first, then newest first. */
export function groupByDate<T extends Dated>(chats: readonly T[], now: number): GroupedRow<T>[] {
  const rows: GroupedRow<T>[] = [];
  let last = "";
  for (const chat of chats) {
    const group: DateGroup = chat.pinned ? { kind: "pinned" } : dateGroupOf(chat.updatedAt, now);
    const key = group.kind === "months" ? `months-${group.start}` : group.kind;
    if (key !== last) rows.push({ type: "heading", key: `heading-${key}`, group });
    last = key;
    rows.push({ type: "item", key: chat.id, item: chat });
  }
  return rows;
}

function startOfDay(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
