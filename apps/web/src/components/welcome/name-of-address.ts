/** What a connection is called when nobody named it: its host, without `api.` and `www.`. */
export function nameOfAddress(address: string): string {
  const trimmed = address.trim();
  if (!URL.canParse(trimmed)) return trimmed.slice(0, 100);
  return new URL(trimmed).host.replace(/^(api|www)\./, "").slice(0, 100) || trimmed.slice(0, 100);
}
