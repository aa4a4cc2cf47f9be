/** Goes to the sign-in page with a full load, so that nothing of the account stays in memory. */
export function leaveToSignIn(): void {
  window.location.assign("/sign-in");
}

/**
 * Lets the session go on from today: the server sends a new cookie with a later end, at most once a day.
 * Only a call of the page itself can take that cookie home.
 */
export async function extendSession(): Promise<void> {
  try {
    const answer = await fetch("/api/auth/get-session", { cache: "no-store" });
    // Read to its end, for an answer that is left open keeps its connection.
    await answer.text();
  } catch {
    // No answer came. The session goes on as it is, and the next page that is loaded asks again.
    return;
  }
}

/**
 * Ends this session and leaves. Rejects when the server can't be reached: then the session has not
 * ended, and the caller says so.
 */
export async function signOut(): Promise<void> {
  const { authClient } = await import("./auth-client.ts");
  const { error } = await authClient.signOut();
  if (error) throw new Error("The server did not end the session.", { cause: error });
  leaveToSignIn();
}
