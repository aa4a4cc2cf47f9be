import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inBatches } from "./batches.ts";

const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

async function* from<T>(items: T[], pauses: boolean[] = []): AsyncGenerator<T> {
  for (const [index, item] of items.entries()) {
    if (pauses[index]) await tick();
    yield item;
  }
}

describe("inBatches", () => {
  it("hands on everything, in order, whatever is slow", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { maxLength: 40 }),
        fc.array(fc.boolean(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (items, pauses, ahead) => {
          const apply = async (batch: number[]) => {
            expect(batch.length).toBeLessThanOrEqual(ahead);
            if (batch.length % 2 === 0) await tick();
            return batch;
          };
          const options = { ahead, stop: () => expect.unreachable() };
          expect(await Array.fromAsync(inBatches(from(items, pauses), apply, options))).toEqual(
            items,
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it("takes together what comes while the batch before is worked on", async () => {
    const sizes: number[] = [];
    const apply = async (batch: number[]) => {
      sizes.push(batch.length);
      await tick();
      return batch;
    };
    const items = Array.from({ length: 20 }, (_, index) => index);
    await Array.fromAsync(inBatches(from(items), apply, { ahead: 100, stop: () => undefined }));
    expect(sizes.length).toBeLessThan(5);
  });

  it("hands on what came before the source failed, then its failure", async () => {
    async function* failing() {
      yield 1;
      yield 2;
      throw new Error("broke off");
    }
    const seen: number[] = [];
    const reading = async () => {
      const options = { ahead: 8, stop: () => undefined };
      for await (const one of inBatches(failing(), async (batch) => batch, options)) seen.push(one);
    };
    await expect(reading()).rejects.toThrow("broke off");
    expect(seen).toEqual([1, 2]);
  });

  it("ends the source when it is left, or when the work on a batch fails", async () => {
    const abort = new AbortController();
    async function* endless() {
      for (let number = 0; ; number += 1) {
        yield number;
        await new Promise<void>((resolve, reject) => {
          if (number < 1) resolve();
          else abort.signal.addEventListener("abort", () => reject(new Error("stopped")));
        });
      }
    }
    const options = { ahead: 8, stop: () => abort.abort() };
    for await (const _ of inBatches(endless(), async (batch) => batch, options)) break;
    expect(abort.signal.aborted).toBe(true);
    let stopped = false;
    const stop = () => {
      stopped = true;
    };
    const broken = inBatches(from([1]), () => Promise.reject(new Error("no")), { ahead: 8, stop });
    await expect(Array.fromAsync(broken)).rejects.toThrow("no");
    expect(stopped).toBe(true);
  });
});
