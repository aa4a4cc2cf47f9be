/**
 * Stands in for tailwind-merge, which Streamdown uses for the looks of elements that are all our own
 * here: building its tables took longer than drawing the answer.
 */
export function twMerge(...classes: (string | false | null | undefined)[]): string {
  return classes.filter(Boolean).join(" ");
}
