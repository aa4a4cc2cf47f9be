import type { Session } from "@parley/e2e/harness";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import type { Context } from "./programme.ts";

/** Keeps Chromium from reaching out; sandboxes don't work for root. */
export const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium without a window; it is closed afterwards. */
export async function openBrowser({
  chromium: executablePath,
  resources,
}: Context): Promise<Browser> {
  return resources.use(await chromium.launch({ executablePath, args: chromiumFlags }));
}

/** A browser profile of its own, with somebody signed in. */
export async function signedIn(
  browser: Browser,
  { url, session }: { url: string; session: Session },
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addCookies(
    session.cookie.split("; ").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return { name, value: value.join("="), url };
    }),
  );
  return context;
}
