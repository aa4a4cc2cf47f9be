/**
 * Takes away what functions have no use for. Not a boundary: the process has no permissions, and that is
 * one. It makes what would fail fail early, with a sentence.
 */
const unwanted = [
  "Deno",
  "Worker",
  "SharedWorker",
  "localStorage",
  "sessionStorage",
  "Storage",
  "caches",
  "Cache",
  "CacheStorage",
  "WebSocket",
  "WebSocketStream",
  "EventSource",
  "BroadcastChannel",
  "XMLHttpRequest",
  "process",
  "global",
  "alert",
  "confirm",
  "prompt",
  "close",
  "navigator",
  "location",
  "onload",
  "onunload",
  "onbeforeunload",
];

export function tidy(): void {
  emptyDeno();
  for (const name of unwanted) Reflect.deleteProperty(globalThis, name);
  Object.defineProperty(globalThis, "fetch", {
    value: () => Promise.reject(new Error("Name `fetch` among what the handler is given.")),
    configurable: true,
    writable: true,
  });
}

/** Whoever still holds the namespace finds little in it. */
function emptyDeno(): void {
  const namespace: unknown = Reflect.get(globalThis, "Deno");
  if (typeof namespace !== "object" || namespace === null) return;
  for (const key of Reflect.ownKeys(namespace)) Reflect.deleteProperty(namespace, key);
}
