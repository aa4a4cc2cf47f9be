/**
 * Goes to the sign-in page with a full load, so that nothing of the account stays in memory.
 */
export function leaveToSignIn(): void {
  window.location.assign("/sign-in");
}
