"use client";

import type { ServerEvent } from "@parley/core";
import { createContext, use, useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { ServerSocket, SocketState } from "./socket.ts";

export const ServerSocketContext = createContext<ServerSocket | null>(null);

export function useServerSocket(): ServerSocket {
  const socket = use(ServerSocketContext);
  if (socket === null) throw new Error("useServerSocket needs <Providers> above it.");
  return socket;
}

type EventOf<Type extends ServerEvent["type"]> = Extract<ServerEvent, { type: Type }>;

/** Opens the connection if nothing has, and calls `listener` for each event of this type. */
export function useServerEvent<Type extends ServerEvent["type"]>(
  type: Type,
  listener: (event: EventOf<Type>) => void,
): void {
  const socket = useServerSocket();
  const latest = useEffectEvent(listener);
  useEffect(() => {
    const isWanted = (event: ServerEvent): event is EventOf<Type> => event.type === type;
    socket.connect();
    return socket.onEvent((event) => {
      if (isWanted(event)) latest(event);
    });
  }, [socket, type]);
}

export function useSocketState(): SocketState {
  const socket = useServerSocket();
  return useSyncExternalStore(socket.onState, socket.state, () => "connecting");
}
