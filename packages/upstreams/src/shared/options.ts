/** Limits of one connection; all times in milliseconds. */
export type HttpOptions = {
  /** To open a connection. */
  connectTimeout: number;
  /** From the request to the answer's first byte. Long: a large model may have to be loaded first. */
  headersTimeout: number;
  /** Between two pieces of an answer. */
  bodyTimeout: number;
  /** For the whole list of models. */
  listTimeout: number;
  /** For a filter of a pipelines server to see a request or an answer; some ask a model themselves. */
  filterTimeout: number;
  /** To read or write the valves of a pipelines server. */
  valvesTimeout: number;
  /** For the whole text of an upstream's error. */
  errorTimeout: number;
  /**
   * How long an unused connection is kept. Below the 5 s after which common servers close theirs
   * without saying so beforehand; a request sent into a closing connection would fail.
   */
  keepAliveTimeout: number;
  /** Connections at once; null for no limit. */
  connections: number | null;
  /** Bytes kept of an upstream's error. */
  errorBytes: number;
  /** Bytes of an answer, or of a list, that has to be read whole; UTF-16 units of one streamed event. */
  wholeBytes: number;
};

export const defaultHttpOptions: HttpOptions = {
  connectTimeout: 10_000,
  headersTimeout: 600_000,
  bodyTimeout: 300_000,
  listTimeout: 5_000,
  filterTimeout: 60_000,
  valvesTimeout: 10_000,
  errorTimeout: 5_000,
  keepAliveTimeout: 4_000,
  connections: null,
  errorBytes: 64 * 1024,
  wholeBytes: 64 * 1024 * 1024,
};
