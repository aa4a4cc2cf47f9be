import { z } from "zod";
import { trpc } from "./client.ts";

/** Somebody signed in: `cookie` is the value of a Cookie header. */
export type Session = { cookie: string; userId: string };

const signedIn = z.object({ user: z.object({ id: z.string() }) });

/** Rejects with the server's own words when it refuses. */
export async function signUp(
  url: string,
  account: { name: string; email: string; password: string },
): Promise<Session> {
  return open(url, "/api/auth/sign-up/email", account);
}

export async function signIn(
  url: string,
  { email, password }: { email: string; password: string },
): Promise<Session> {
  return open(url, "/api/auth/sign-in/email", { email, password });
}

/** Makes an API key that doesn't expire; resolves with the key itself. */
export async function createApiKey(url: string, session: Session, name: string): Promise<string> {
  const { key } = await trpc(url, session).keys.create.mutate({ name, expiresInDays: null });
  return key;
}

async function open(url: string, path: string, body: Record<string, string>): Promise<Session> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text}`);
  const cookie = response.headers
    .getSetCookie()
    .map((header) => header.split(";", 1)[0] ?? "")
    .join("; ");
  if (cookie === "") throw new Error(`POST ${path} set no cookie`);
  return { cookie, userId: signedIn.parse(JSON.parse(text)).user.id };
}
