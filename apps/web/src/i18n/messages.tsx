import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { catalogue, type Namespace } from "./catalogue.ts";

type MessagesProps = { namespaces: Namespace[]; children: ReactNode };

/** Gives client components below it the strings of `common` and of the named namespaces, no others. */
export function Messages({ namespaces, children }: MessagesProps) {
  const picked = Object.fromEntries(
    ["common" as const, ...namespaces].map((namespace) => [namespace, catalogue[namespace]]),
  );
  return <NextIntlClientProvider messages={picked}>{children}</NextIntlClientProvider>;
}
