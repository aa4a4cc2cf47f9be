"use client";

import { useEffect } from "react";
import { readDirectText } from "#lib/direct/storage.ts";
import { useServerSocket } from "#lib/use-server-event.ts";
import { useEndpointProblem } from "./use-endpoint-problem.ts";

/** Lets this page answer for the models of its own endpoints. Shows nothing. */
export function DirectAnswers({ userId }: { userId: string }) {
  const socket = useServerSocket();
  const say = useEndpointProblem();
  useEffect(
    () =>
      socket.onCall("request:chat:completion", (payload, acknowledge) => {
        // If this can't be loaded the server gets no answer, and says so.
        void import("#lib/direct/answer.ts").then(({ answerRequest }) =>
          answerRequest(payload, acknowledge, {
            socket,
            say,
            stored: () => readDirectText(userId),
          }),
        );
      }),
    [socket, say, userId],
  );
  return null;
}
