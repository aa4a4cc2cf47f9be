import { Puzzle } from "lucide-react";
import { icons } from "./icons.ts";

/** An icon by its Lucide name; a general one for a name that is not in the list. */
export function NamedIcon({ name }: { name: string }) {
  const Icon = icons[name] ?? Puzzle;
  return <Icon size={16} strokeWidth={1.75} aria-hidden />;
}
