import type { Principal } from "@parley/core";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { getBridge } from "#server/bridge.ts";

/** Who asks for this page; server components only, asked once a request. */
export const currentPrincipal = cache(async (): Promise<Principal | null> => {
  return await getBridge().principal(await headers());
});

/** For pages of people who may chat: others are sent where they can go on. */
export async function requireMemberPage(): Promise<Principal> {
  const principal = await currentPrincipal();
  if (principal === null) {
    const { hasUsers } = await getBridge().setupState();
    redirect(hasUsers ? "/sign-in" : "/sign-up");
  }
  if (principal.role === "pending") redirect("/pending");
  return principal;
}

/** For admin pages: a member who is not an admin gets the forbidden page. */
export async function requireAdminPage(): Promise<Principal> {
  const principal = await requireMemberPage();
  if (principal.role !== "admin") forbidden();
  return principal;
}

/** For the sign-in and sign-up pages: who is signed in already is sent on. */
export async function requireSignedOutPage(): Promise<void> {
  const principal = await currentPrincipal();
  if (principal !== null) redirect(principal.role === "pending" ? "/pending" : "/");
}
