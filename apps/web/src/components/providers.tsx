"use client";

import type { AppRouter } from "@parley/api";
import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from "@trpc/client";
import { useLocale } from "next-intl";
import { type ReactNode, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { fetchFirst } from "#components/chat/use/first-question.ts";
import { ToastRegion } from "#components/ui/toast.tsx";
import { createQueryClient } from "#lib/query-client.ts";
import { leaveToSignIn } from "#lib/session.ts";
import { createServerSocket } from "#lib/socket.ts";
import { TRPCProvider } from "#lib/trpc.ts";
import { ServerSocketContext } from "#lib/use-server-event.ts";

/** Calls that go alone: their input may be too long for an address, or others would wait for their answer. */
const alone = new Set(["models.members", "models.roll", "functions.runAction"]);
/** What the page shows first; it does not wait for others to share its request. */
const firstQuestion = "chats.open";

/** What every page of the app shares: the server's API, its events, the language of the controls, and notices. */
export function Providers({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const [queryClient] = useState(() => createQueryClient({ onSignedOut: leaveToSignIn }));
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: ({ path }) => alone.has(path),
          true: httpLink({ url: "/api/trpc", methodOverride: "POST" }),
          false: splitLink({
            condition: ({ path }) => path === firstQuestion,
            true: httpLink({
              url: "/api/trpc",
              fetch: (url) => fetchFirst(String(url)),
            }),
            false: httpBatchLink({ url: "/api/trpc" }),
          }),
        }),
      ],
    }),
  );
  const [socket] = useState(() => createServerSocket());

  return (
    <I18nProvider locale={locale}>
      <QueryClientProvider client={queryClient}>
        <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
          <ServerSocketContext value={socket}>
            {children}
            <ToastRegion />
          </ServerSocketContext>
        </TRPCProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}
