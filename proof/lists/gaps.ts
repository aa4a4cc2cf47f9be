/** What one look at the page saw while it scrolled. Lengths in pixels from the viewport's top. */
export type Look = {
  /** Where the middle of the scrolled part is. */
  middle: number;
  /** Top and bottom of each message that has text. */
  messages: { top: number; bottom: number }[];
};

/** How far from the middle a message may end before the viewport counts as blank there. */
const slack = 48;

/** Whether nothing but the space between two messages can be at the middle of the viewport. */
export function isBlank({ middle, messages }: Look): boolean {
  return !messages.some(({ top, bottom }) => top - slack <= middle && middle <= bottom + slack);
}
