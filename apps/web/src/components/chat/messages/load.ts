import { useEffect, useState } from "react";

type Loaded = typeof import("./message-list.tsx");

let loading: Promise<Loaded> | null = null;
let loaded: Loaded | null = null;

/** What renders messages, with the Markdown parser: loaded when the first chat is opened or begun. */
export function loadMessageList(): Promise<Loaded> {
  loading ??= import("./message-list.tsx").then(
    (list) => {
      loaded = list;
      return list;
    },
    (error: unknown) => {
      // The next chat that is opened may try again.
      loading = null;
      throw error;
    },
  );
  return loading;
}

/**
 * The list, null until it is wanted and loaded. Not React's `lazy`: what that shows in place of a part stays for at
 * least 300 ms, and the messages are there sooner.
 */
export function useMessageList(isWanted: boolean): Loaded["MessageList"] | null {
  const [list, setList] = useState(loaded);
  const [problem, setProblem] = useState<{ error: unknown } | null>(null);
  useEffect(() => {
    if (!isWanted || list !== null) return;
    loadMessageList().then(setList, (error: unknown) => setProblem({ error }));
  }, [isWanted, list]);
  if (problem !== null) throw problem.error;
  return list?.MessageList ?? null;
}
