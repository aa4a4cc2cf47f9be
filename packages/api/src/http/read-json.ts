import type { IncomingMessage } from "node:http";
import { ParleyError } from "@parley/core";
import type { z } from "zod";

/** Reads a request's JSON body of at most `maxBytes` and parses it; the error names the key at fault. */
export async function readJson<T extends z.ZodType>(
  request: IncomingMessage,
  schema: T,
  maxBytes: number,
): Promise<z.output<T>> {
  const body = await readBody(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new ParleyError("invalid_request", "The body is not JSON.", { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const param = issue?.path.join(".") ?? "";
  throw new ParleyError(
    "invalid_request",
    `${param === "" ? "The body" : `"${param}"`}: ${issue?.message ?? "is not valid"}`,
    param === "" ? {} : { param },
  );
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on("data", (part: Buffer) => {
      size += part.length;
      if (size > maxBytes) {
        request.pause();
        reject(new ParleyError("too_large", `The body is larger than ${maxBytes} bytes.`));
        return;
      }
      parts.push(part);
    });
    request.on("end", () => {
      const [only] = parts;
      resolve(parts.length === 1 && only ? only : Buffer.concat(parts));
    });
    request.on("error", reject);
  });
}
