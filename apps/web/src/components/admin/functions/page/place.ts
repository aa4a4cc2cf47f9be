/** Where a problem of a source is, as its sentence says it: `Line 3:14: …`. */
export function placeIn(message: string): { line: number; column: number } | null {
  const found = /\bline (\d+):(\d+)/i.exec(message);
  return found === null ? null : { line: Number(found[1]), column: Number(found[2]) };
}
