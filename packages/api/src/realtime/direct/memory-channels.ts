import { randomBytes } from "node:crypto";
import {
  type Clock,
  type DirectFrame,
  type DirectReceipt,
  type Log,
  ParleyError,
} from "@parley/core";
import type { Channels, Dropped } from "./channels.ts";
import { type DirectLimits, defaultDirectLimits } from "./limits.ts";
import { MemoryChannel } from "./memory-channel.ts";

export type MemoryChannelsOptions = { clock: Clock; log: Log; limits?: Partial<DirectLimits> };

/** 192 bits: nobody guesses one. */
const newChannelId = () => randomBytes(24).toString("base64url");

/** Channels of a server that is one process. */
export class MemoryChannels implements Channels {
  readonly #options: MemoryChannelsOptions;
  readonly #limits: DirectLimits;
  /** Those that have ended too, the last few, so that late frames are known as such. */
  readonly #channels = new Map<string, MemoryChannel>();
  readonly #dropped = new Map<Dropped, number>();
  /** Channels about which something was logged. */
  readonly #logged = new WeakSet<MemoryChannel>();

  constructor(options: MemoryChannelsOptions) {
    this.#options = options;
    this.#limits = { ...defaultDirectLimits, ...options.limits };
  }

  open(userId: string): Promise<MemoryChannel> {
    const { clock } = this.#options;
    const { streamsPerUser } = this.#limits;
    const own = [...this.#channels.values()].filter((one) => one.userId === userId);
    if (own.filter((one) => !one.isClosed).length >= streamsPerUser) {
      return Promise.reject(
        new ParleyError(
          "rate_limited",
          `Your browsers are giving ${streamsPerUser} answers already. Wait for one to end, or stop one.`,
        ),
      );
    }
    const channel = new MemoryChannel({
      id: newChannelId(),
      userId,
      clock,
      limits: this.#limits,
      onDropped: (why) => this.#count(why, channel),
    });
    this.#channels.set(channel.id, channel);
    void channel.ended.then(() => this.#forgetOldest());
    return Promise.resolve(channel);
  }

  deliver(userId: string, frame: DirectFrame): Promise<DirectReceipt> {
    const channel = this.#channels.get(frame.channel);
    if (channel?.userId === userId) return channel.deliver(frame);
    this.#count(channel === undefined ? "unknown" : "foreign", channel);
    return Promise.resolve({ ok: true, open: false, received: 0 });
  }

  dropped(): ReadonlyMap<Dropped, number> {
    return this.#dropped;
  }

  #count(why: Dropped, channel: MemoryChannel | undefined): void {
    this.#dropped.set(why, (this.#dropped.get(why) ?? 0) + 1);
    // What names no channel is counted only: anybody could fill the log with it.
    if (channel === undefined || this.#logged.has(channel)) return;
    this.#logged.add(channel);
    const { userId } = channel;
    this.#options.log.warn("A frame of a direct connection was dropped", { userId, why });
  }

  #forgetOldest(): void {
    const ended = [...this.#channels.values()].filter((one) => one.isClosed);
    for (const channel of ended.slice(0, -this.#limits.endedChannels)) {
      this.#channels.delete(channel.id);
    }
  }
}
