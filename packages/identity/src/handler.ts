import { errorTable, json, type Log, parseJson } from "@parley/core";
import { z } from "zod";
import { AttemptLimiter } from "./attempt-limiter.ts";
import { authPath } from "./auth.ts";
import { addressGroup } from "./client-address.ts";
import type { ResolvedOptions } from "./options.ts";
import type { OriginPolicy } from "./origin.ts";
import { queue } from "./queue.ts";
import { readBody } from "./request-body.ts";
import { type AuthRoute, authRoutes } from "./routes.ts";

/** More than the longest name, address and two passwords take. */
const maxBodyBytes = 16_384;
/** Keys whose attempts are counted at once. */
const maxCounted = 100_000;

/** A refusal in the library's own shape, which the page's client reads. */
function refusal(status: number, message: string, headers: Record<string, string> = {}): Response {
  const code = Object.entries(errorTable).find(([, entry]) => entry.status === status)?.[0];
  return Response.json(
    { code: (code ?? "invalid_request").toUpperCase(), message },
    { status, headers },
  );
}

export type HandlerParts = {
  origins: OriginPolicy;
  /** Better Auth. */
  library: (request: Request) => Promise<Response>;
};

/**
 * The border of `/api/auth`: closed routes, foreign pages, odd bodies and too many attempts end here;
 * what is left goes to Better Auth, with the body rebuilt from what was parsed.
 */
export function authHandler(options: ResolvedOptions, { origins, library }: HandlerParts) {
  const { attempts, clock, ipHeader, log } = options;
  const limiter = new AttemptLimiter({ clock, maxKeys: maxCounted });
  const signUps = queue(options.signUpsAtOnce);

  /** Null when allowed; else the seconds to wait. */
  function waitFor(route: AuthRoute, address: string, body: unknown): number | null {
    const rules = {
      "sign-in": [
        [`sign-in ${address}`, attempts.signInPerAddress],
        [`sign-in ${address} ${emailOf(body)}`, attempts.signInPerAccount],
      ],
      "sign-up": [[`sign-up ${address}`, attempts.signUpPerAddress]],
      "change-password": [[`change-password ${address}`, attempts.changePasswordPerAddress]],
    } as const;
    for (const [key, rule] of route.attempts === undefined ? [] : rules[route.attempts]) {
      const attempt = limiter.attempt(key, rule);
      if (!attempt.allowed) return attempt.retryAfterSeconds;
    }
    return null;
  }

  return async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname;
    const route = path.startsWith(`${authPath}/`)
      ? authRoutes[path.slice(authPath.length)]
      : undefined;
    if (route === undefined || route.method !== request.method) {
      return refusal(404, "There is nothing at this address.");
    }
    if (route.method === "GET") return settle(library(request), log);

    if (!origins.allowed(request.headers)) return refusal(403, origins.explain(request.headers));
    const read = await parseBody(request, route);
    if (!read.ok) return read.refusal;
    const wait = waitFor(route, addressGroup(request.headers.get(ipHeader) ?? ""), read.body);
    if (wait !== null) {
      return refusal(429, `Too many attempts. Try again in ${wait} seconds.`, {
        "retry-after": String(wait),
      });
    }
    const parsed = new Request(request.url, {
      method: "POST",
      headers: rebuilt(request.headers),
      body: JSON.stringify(read.body),
    });
    const answer = () => library(parsed);
    return settle(route.attempts === "sign-up" ? signUps(answer) : answer(), log);
  };
}

type ParsedBody = { ok: true; body: Record<string, unknown> } | { ok: false; refusal: Response };

async function parseBody(request: Request, route: AuthRoute): Promise<ParsedBody> {
  const text = await readBody(request, maxBodyBytes);
  if (text === null) {
    const answer = refusal(413, `Send at most ${maxBodyBytes} bytes.`, { connection: "close" });
    return { ok: false, refusal: answer };
  }
  if (route.body === null) return { ok: true, body: {} };
  const type = request.headers.get("content-type") ?? "";
  // A form or plain text can be sent by any page without asking first; JSON can't.
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return { ok: false, refusal: refusal(400, "Send JSON, with content-type application/json.") };
  }
  const parsed = route.body.safeParse(parseJson(json, text));
  if (parsed.success) return { ok: true, body: parsed.data };
  const issue = parsed.error.issues[0];
  return {
    ok: false,
    refusal: refusal(400, issue?.message ?? "This is not what is expected here."),
  };
}

function rebuilt(headers: Headers): Headers {
  const copy = new Headers(headers);
  for (const gone of ["content-length", "content-encoding", "transfer-encoding"]) copy.delete(gone);
  copy.set("content-type", "application/json");
  return copy;
}

const withEmail = z.looseObject({ email: z.string() });

function emailOf(body: unknown): string {
  const parsed = withEmail.safeParse(body);
  return parsed.success ? parsed.data.email.toLowerCase() : "";
}

/** The library answers most failures itself; what it throws is a fault of ours or of the database. */
async function settle(answer: Promise<Response>, log: Log): Promise<Response> {
  try {
    const response = await answer;
    response.headers.set("cache-control", "no-store");
    return response;
  } catch (error) {
    log.error("a request to /api/auth failed", { error });
    return refusal(500, "Something went wrong in Parley. Its log says what.");
  }
}
