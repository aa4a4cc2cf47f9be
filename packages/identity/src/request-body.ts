/**
 * Reads a request's body as text; null when it is longer than `maxBytes`. The rest is then left unread,
 * not cancelled: cancelling cuts the connection before the refusal has gone out.
 */
export async function readBody(request: Request, maxBytes: number): Promise<string | null> {
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request.body.values({ preventCancel: true })) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
