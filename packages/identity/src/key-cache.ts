import type { Principal } from "@parley/core";

export type VerifiedKey = {
  keyId: string;
  principal: Principal;
  /** When it must be asked for again; milliseconds since 1970. */
  until: number;
};

/**
 * What was verified a moment ago, by hash of the key. One verification serves all who ask for the
 * same key at once. Dropping takes effect at once: an answer that was on its way is not remembered,
 * nor given to anybody who asks later.
 */
export class KeyCache {
  readonly #verified = new Map<string, VerifiedKey>();
  readonly #verifying = new Map<string, Promise<VerifiedKey | null>>();
  readonly #maxKeys: number;

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  get(hash: string, now: number): VerifiedKey | undefined {
    const found = this.#verified.get(hash);
    return found !== undefined && now < found.until ? found : undefined;
  }

  /** `verify` is called unless the same key is being verified already. */
  async verify(
    hash: string,
    verify: () => Promise<VerifiedKey | null>,
  ): Promise<VerifiedKey | null> {
    const running = this.#verifying.get(hash);
    if (running !== undefined) return running;
    const mine = verify();
    this.#verifying.set(hash, mine);
    try {
      const verified = await mine;
      if (verified !== null && this.#verifying.get(hash) === mine) this.#remember(hash, verified);
      return verified;
    } finally {
      if (this.#verifying.get(hash) === mine) this.#verifying.delete(hash);
    }
  }

  dropUser(userId: string): void {
    this.#drop((verified) => verified.principal.userId === userId);
  }

  dropKey(keyId: string): void {
    this.#drop((verified) => verified.keyId === keyId);
  }

  #drop(matches: (verified: VerifiedKey) => boolean): void {
    // Whose keys are being verified isn't known yet, so all of those are forgotten.
    this.#verifying.clear();
    for (const [hash, verified] of this.#verified) {
      if (matches(verified)) this.#verified.delete(hash);
    }
  }

  #remember(hash: string, verified: VerifiedKey): void {
    this.#verified.delete(hash);
    for (const oldest of this.#verified.keys()) {
      if (this.#verified.size < this.#maxKeys) break;
      this.#verified.delete(oldest);
    }
    this.#verified.set(hash, verified);
  }
}
