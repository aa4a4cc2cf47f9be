"use client";

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { directModelsOf } from "./choice.ts";
import type { DirectConnection } from "./connection.ts";
import { onDirectText, readDirectText } from "./storage.ts";

type Read = {
  text: string | null;
  connections: DirectConnection[];
  models: ReturnType<typeof directModelsOf>;
};
const nothing: Read = { text: null, connections: [], models: [] };

/** This browser's endpoints. What reads them is loaded only where there are any. */
export function useDirectConnections(userId: string) {
  const stored = useCallback(() => readDirectText(userId), [userId]);
  const text = useSyncExternalStore(onDirectText, stored, () => null);
  const [read, setRead] = useState(nothing);
  useEffect(() => {
    if (text === null) return;
    let isCurrent = true;
    void Promise.all([import("./connection.ts"), import("./choice.ts")]).then(
      ([{ connectionsIn }, { directModelsOf }]) => {
        if (!isCurrent) return;
        const connections = connectionsIn(text);
        setRead({ text, connections, models: directModelsOf(connections) });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [text]);
  const { connections, models } = text === null ? nothing : read;
  return {
    connections,
    models,
    hasAny: text !== null,
    isPending: text !== null && read === nothing,
  };
}
