import { isIP } from "node:net";

/** A host that a function's permissions name. */
export type HostPattern = {
  /** Null: every public host. */
  host: string | null;
  /** Below the host instead of the host itself. */
  below: boolean;
  /** Null: the one that belongs to the scheme. */
  port: number | null;
};

const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/** Reads "api.example.com", "*.example.com", "127.0.0.1:8080", "[::1]:8080" or "*"; null for anything else. */
export function hostPattern(text: string): HostPattern | null {
  if (text === "*") return { host: null, below: false, port: null };
  const [, written = "", digits] = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const port = digits === undefined ? null : Number(digits);
  if (written === "" || (port !== null && (port < 1 || port > 65_535))) return null;
  const below = written.startsWith("*.");
  const host = canonicalHost(below ? written.slice(2) : written);
  if (host === null || (below && isAddress(host))) return null;
  if (!isAddress(host) && !host.split(".").every((part) => label.test(part))) return null;
  return { host, below, port };
}

/** A host as `new URL` writes it, without a dot at its end; null when it is none. */
function canonicalHost(host: string): string | null {
  const parsed = URL.parse(`http://${host}/`);
  if (parsed === null || parsed.pathname !== "/" || parsed.username !== "") return null;
  return withoutDot(parsed.hostname);
}

function withoutDot(host: string): string {
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

/** Whether a host of a URL is an address itself. */
function isAddress(host: string): boolean {
  return isIP(host) !== 0 || host.startsWith("[");
}

/** Names that always mean this machine. */
export function isLocalName(written: string): boolean {
  const host = withoutDot(written);
  return host === "localhost" || host.endsWith(".localhost");
}

export type Permitted = {
  /** One of them names this very host, and not a whole domain or everything. */
  named: boolean;
};

/** Whether one of the patterns names where a URL leads to; null: none does. */
export function permits(patterns: HostPattern[], url: URL): Permitted | null {
  const host = withoutDot(url.hostname);
  const standard = url.protocol === "https:" ? 443 : 80;
  const port = url.port === "" ? standard : Number(url.port);
  const found = patterns.filter((pattern) => {
    if ((pattern.port ?? standard) !== port) return false;
    if (pattern.host === null) return true;
    if (pattern.below) return !isAddress(host) && host.endsWith(`.${pattern.host}`);
    return host === pattern.host;
  });
  if (found.length === 0) return null;
  return { named: found.some((pattern) => pattern.host === host && !pattern.below) };
}
