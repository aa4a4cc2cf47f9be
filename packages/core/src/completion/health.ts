import type { Offer } from "../models/offers.ts";
import type { Clock, Log } from "../ports/runtime.ts";

export type HealthOptions = {
  clock: Clock;
  log: Log;
  /** Failures in a row after which a connection is left alone for a while. */
  failures?: number;
  /** Milliseconds of the first pause; doubled with each further failure, up to `longestPauseMs`. */
  pauseMs?: number;
  longestPauseMs?: number;
};

type Record = { failures: number; pausedUntil: number; trying: boolean };

/**
 * A circuit breaker for each connection: one that keeps failing is not asked for a while, then by one
 * request, and by all again once that succeeds. Pattern: M. Nygard, "Release It!", circuit breaker.
 */
export class Health {
  readonly #options: Required<HealthOptions>;
  readonly #records = new Map<string, Record>();

  constructor(options: HealthOptions) {
    this.#options = { failures: 3, pauseMs: 5_000, longestPauseMs: 120_000, ...options };
  }

  /** True when the connection may be asked now; after a pause only one request at a time may. */
  mayAsk(connectionId: string): boolean {
    const record = this.#records.get(connectionId);
    if (record === undefined || record.failures < this.#options.failures) return true;
    return !record.trying && record.pausedUntil <= this.#options.clock.now();
  }

  /** To be called before a connection is asked. */
  asking(connectionId: string): void {
    const record = this.#records.get(connectionId);
    if (record !== undefined && record.failures >= this.#options.failures) record.trying = true;
  }

  /** It answered, whatever it said: a refusal of this request is no fault of the connection. */
  answered(connectionId: string): void {
    if (this.#records.delete(connectionId)) {
      this.#options.log.info("A connection answers again", { connectionId });
    }
  }

  /** The request ended before the connection could show what it is worth. */
  unknown(connectionId: string): void {
    const record = this.#records.get(connectionId);
    if (record !== undefined) record.trying = false;
  }

  failed(connectionId: string): void {
    const { clock, log, failures, pauseMs, longestPauseMs } = this.#options;
    const record = this.#records.get(connectionId) ?? {
      failures: 0,
      pausedUntil: 0,
      trying: false,
    };
    record.failures += 1;
    record.trying = false;
    const over = record.failures - failures;
    if (over >= 0) {
      const pause = Math.min(longestPauseMs, pauseMs * 2 ** Math.min(over, 20));
      record.pausedUntil = clock.now() + pause;
      if (over === 0) log.warn("A connection keeps failing and is paused", { connectionId, pause });
    }
    this.#records.set(connectionId, record);
  }
}

/**
 * The order in which the connections that serve a model are asked: drawn at random in proportion to
 * their weights, those that are down, paused or of weight 0 last.
 */
export function inOrder(
  offers: readonly Offer[],
  { health, random }: { health: Health; random: () => number },
): Offer[] {
  if (offers.length === 1) return [...offers];
  const left = offers.map((offer) => ({
    offer,
    weight: offer.available && health.mayAsk(offer.connection.id) ? offer.connection.weight : 0,
  }));
  const order: Offer[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) break;
    let point = random() * total;
    const drawn = left.findIndex(({ weight }) => {
      point -= weight;
      return point < 0;
    });
    order.push(...left.splice(Math.max(drawn, 0), 1).map(({ offer }) => offer));
  }
  const rank = ({ offer }: { offer: Offer }) =>
    (offer.available ? 0 : 2) + (health.mayAsk(offer.connection.id) ? 0 : 1);
  return [...order, ...left.toSorted((a, b) => rank(a) - rank(b)).map(({ offer }) => offer)];
}
