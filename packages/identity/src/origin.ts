import { isIP } from "node:net";

/** Decides which requests come from Parley's own pages. */
export interface OriginPolicy {
  /** See `Identity.originAllowed`. */
  allowed(headers: Headers): boolean;
  /** Why a refused request was refused and what to do about it, for the person who runs Parley. */
  explain(headers: Headers): string;
}

function parsed(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/**
 * Names that no public DNS server can hand out. A page elsewhere can make its own name resolve to
 * this machine and then call Parley as "the same origin"; such a name is never one of these.
 */
function isLocalName(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, "");
  return isIP(name) !== 0 || !name.includes(".") || /\.(localhost|local)$/.test(name);
}

/**
 * With a public address, that is the only origin. Without one it is whatever local address the
 * browser used: `Origin` and `Host` must name the same machine and port.
 */
export function originPolicy(publicUrl: string | null): OriginPolicy {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;

  function ownHost(headers: Headers): string | null {
    const host = headers.get("host");
    // Anything but a plain name and port could be read differently by URL than by the browser.
    if (host === null || !/^[A-Za-z0-9.\-_:[\]]{1,255}$/.test(host)) return null;
    const url = parsed(`http://${host}`);
    return url !== null && isLocalName(url.hostname) ? url.host : null;
  }

  function matches(origin: string, headers: Headers): boolean {
    const url = parsed(origin);
    if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return false;
    if (publicOrigin !== null) return url.origin === publicOrigin;
    const own = ownHost(headers);
    // The scheme may differ: a proxy in front may speak https with the browser.
    return own !== null && (url.host === own || `${url.host}:443` === own);
  }

  return {
    allowed(headers) {
      const origin = headers.get("origin");
      if (origin !== null) return matches(origin, headers);
      const site = headers.get("sec-fetch-site");
      if (site !== null && site !== "same-origin" && site !== "none") return false;
      return publicOrigin !== null || ownHost(headers) !== null;
    },
    explain(headers) {
      const origin = headers.get("origin");
      if (publicOrigin !== null) {
        return `Parley answers pages of ${publicOrigin} only. Open that address, or change PUBLIC_URL.`;
      }
      if (ownHost(headers) === null) {
        return "Parley does not know this address. Set PUBLIC_URL to the address that people open.";
      }
      return `This request comes from ${origin ?? "another site"}, not from Parley's own pages.`;
    },
  };
}
