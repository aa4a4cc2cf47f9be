/** Cuts what a process writes into lines, and says when one gets too long. */
export function createLines(
  longest: number,
  on: { lines(lines: string[]): void; tooLong(): void },
): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let size = 0;
  return (chunk) => {
    const last = chunk.lastIndexOf(10);
    if (last === -1) {
      parts.push(chunk);
      size += chunk.length;
      if (size > longest) on.tooLong();
      return;
    }
    const whole = [...parts, chunk.subarray(0, last)];
    const rest = chunk.subarray(last + 1);
    parts = rest.length > 0 ? [rest] : [];
    size = rest.length;
    const text = whole.length === 1 ? whole[0] : Buffer.concat(whole);
    on.lines((text ?? rest).toString("utf8").split("\n"));
  };
}
