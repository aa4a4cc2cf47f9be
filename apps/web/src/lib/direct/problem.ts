/** What can go wrong between this browser and an endpoint. */
export type EndpointProblem =
  /** It is there, but its answers don't allow this page to read them. */
  | { kind: "cors" }
  /** Nothing answers at the address. */
  | { kind: "absent" }
  /** A page that came over HTTPS can't ask a plain HTTP address. */
  | { kind: "insecure" }
  /** This page was loaded while direct connections were off. */
  | { kind: "policy" }
  | { kind: "status"; status: number; detail: string }
  /** An error in the middle of the answer, in the endpoint's words. */
  | { kind: "reported"; detail: string }
  | { kind: "broken" }
  | { kind: "unreadable" };

export class EndpointError extends Error {
  override readonly name = "EndpointError";
  readonly problem: EndpointProblem;

  constructor(problem: EndpointProblem, cause?: unknown) {
    super(problem.kind, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}

export type Where = { url: string; pageOrigin: string; fetch: typeof fetch };

/** How long the second look may take. */
const probeMs = 4_000;

/**
 * Why `fetch` failed without an answer. A browser says the same of a server that is away as of one that
 * doesn't allow this page; asked for an answer that nobody reads, only the second one gives it.
 */
export async function whyUnanswered({ url, pageOrigin, fetch }: Where): Promise<EndpointProblem> {
  if (isInsecure(url, pageOrigin)) return { kind: "insecure" };
  try {
    await fetch(url, {
      mode: "no-cors",
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(probeMs),
    });
    return { kind: "cors" };
  } catch {
    // Not even that was answered.
    return { kind: "absent" };
  }
}

function isInsecure(url: string, pageOrigin: string): boolean {
  const { protocol, hostname } = new URL(url);
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$|\.localhost$/.test(hostname);
  return pageOrigin.startsWith("https:") && protocol === "http:" && !isLocal;
}

const longestDetail = 300;

/** An endpoint's words as they may be stored: cut, on one line, without the key. */
export function presentable(text: string, key: string | null): string {
  const clean = key === null || key.length < 6 ? text : text.replaceAll(key, "[key]");
  const line = clean.replace(/\s+/g, " ").trim();
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
}
