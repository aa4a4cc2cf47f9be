import { noHeaders, type UpstreamHeaders } from "./completion/upstream-headers.ts";

/**
 * The one error table. Every caller (HTTP, tRPC, Socket.IO, the page) maps from here, so an error
 * looks the same wherever it surfaces. `type` is OpenAI's vocabulary for the error body.
 */
export const errorTable = {
  invalid_request: { status: 400, type: "invalid_request_error" },
  unauthenticated: { status: 401, type: "authentication_error" },
  pending: { status: 403, type: "permission_error" },
  filter_refused: { status: 403, type: "permission_error" },
  forbidden: { status: 403, type: "permission_error" },
  not_found: { status: 404, type: "invalid_request_error" },
  model_not_found: { status: 404, type: "invalid_request_error" },
  conflict: { status: 409, type: "invalid_request_error" },
  too_large: { status: 413, type: "invalid_request_error" },
  rate_limited: { status: 429, type: "rate_limit_error" },
  internal: { status: 500, type: "server_error" },
  function_failed: { status: 502, type: "server_error" },
  upstream_error: { status: 502, type: "upstream_error" },
  arena_empty: { status: 503, type: "server_error" },
  function_unavailable: { status: 503, type: "server_error" },
  upstream_unavailable: { status: 503, type: "upstream_error" },
  draining: { status: 503, type: "server_error" },
  upstream_timeout: { status: 504, type: "upstream_error" },
} as const satisfies Record<string, { status: number; type: string }>;

export type ErrorCode = keyof typeof errorTable;

export type ParleyErrorOptions = {
  /** What went wrong underneath; goes to the log, never to a caller. */
  cause?: unknown;
  /** The request key at fault, as OpenAI's `param`. */
  param?: string;
  /** An upstream's own HTTP status, when it should reach the caller instead of the table's. */
  status?: number;
  /** An upstream's own error code, passed on as OpenAI's `code`. */
  upstreamCode?: string;
  /** The upstream's `Retry-After`, as it was sent. */
  retryAfter?: string;
  /** The answer that this is about is to be shown to nobody. */
  withheld?: boolean;
  /** What else the upstream's response said that callers of the API are given. */
  headers?: UpstreamHeaders;
};

/** An error that is meant to be read by a person: its message says what happened and what to do. */
export class ParleyError extends Error {
  override readonly name = "ParleyError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly param: string | null;
  readonly upstreamCode: string | null;
  readonly retryAfter: string | null;
  readonly withheld: boolean;
  readonly headers: UpstreamHeaders;

  constructor(code: ErrorCode, message: string, options: ParleyErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status ?? errorTable[code].status;
    this.param = options.param ?? null;
    this.upstreamCode = options.upstreamCode ?? null;
    this.retryAfter = options.retryAfter ?? null;
    this.withheld = options.withheld ?? false;
    this.headers = options.headers ?? noHeaders;
  }
}

/** The same error without its headers, for callers who may not know which upstream it came from. */
export function withoutHeaders(error: ParleyError): ParleyError {
  const { code, message, status, param, upstreamCode } = error;
  return new ParleyError(code, message, {
    cause: error,
    status,
    ...(param === null ? {} : { param }),
    ...(upstreamCode === null ? {} : { upstreamCode }),
  });
}

/** True also for an error made by another loaded copy of this module, where `instanceof` is false. */
export function isParleyError(error: unknown): error is ParleyError {
  return error instanceof Error && error.name === "ParleyError" && "code" in error;
}

/** OpenAI's error body. */
export type ErrorBody = {
  error: { message: string; type: string; code: string; param: string | null };
};

export function errorBody(error: ParleyError): ErrorBody {
  return {
    error: {
      message: error.message,
      type: errorTable[error.code].type,
      code: error.upstreamCode ?? error.code,
      param: error.param,
    },
  };
}

/** What a message keeps of an error: enough to explain and retry, nothing secret. */
export type StoredError = { code: string; message: string; status: number; retryAfter?: string };

export function storedError(error: ParleyError): StoredError {
  const { upstreamCode, message, status, retryAfter } = error;
  const stored = { code: upstreamCode ?? error.code, message, status };
  return retryAfter === null ? stored : { ...stored, retryAfter };
}

/** The error of which this was kept. A code that is none of Parley's was an upstream's. */
export function restoredError(
  stored: Pick<StoredError, "code" | "message" | "status"> & { retryAfter?: string | undefined },
): ParleyError {
  const { code, message, status, retryAfter } = stored;
  const options = { status, ...(retryAfter === undefined ? {} : { retryAfter }) };
  return isErrorCode(code)
    ? new ParleyError(code, message, options)
    : new ParleyError("upstream_error", message, { ...options, upstreamCode: code });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

/** The same sentence for "not yours" as for "not there", so that neither can be told from the other. */
export function notFound(what: string): ParleyError {
  return new ParleyError("not_found", `This ${what} does not exist, or is not yours.`);
}
