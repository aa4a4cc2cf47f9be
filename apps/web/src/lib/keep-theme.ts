"use server";

import { cookies } from "next/headers";
import { themeCookie, themeOf } from "./theme.ts";

const keepForSeconds = 400 * 24 * 60 * 60;

/** Keeps the choice in a cookie, so that the first byte of every later page has the right colours. */
export async function keepTheme(theme: string): Promise<void> {
  (await cookies()).set(themeCookie, themeOf(theme), {
    path: "/",
    maxAge: keepForSeconds,
    sameSite: "lax",
    httpOnly: true,
  });
}
