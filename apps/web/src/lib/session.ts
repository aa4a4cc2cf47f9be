/** Goes to the sign-in page with a full load, so that nothing of the account stays in memory. */
export function leaveToSignIn(): void {
  window.location.assign("/sign-in");
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
