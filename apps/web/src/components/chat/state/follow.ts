/** How far from its end a conversation still counts as read to the end, in pixels. */
export const endZone = 100;

/** Whether the view follows the end of the conversation. */
export type Follow = {
  isFollowing: boolean;
  /** Where the view was last, in pixels from the top. */
  top: number;
  /** A person is dragging, by finger or scroll bar. */
  isHeld: boolean;
};

export type FollowEvent =
  /** The view moved, for whatever reason. */
  | { type: "scrolled"; top: number; fromEnd: number }
  /** A wheel turned over the conversation; `isZoom` with Ctrl, `isInner` over something that scrolls by itself. */
  | { type: "wheel"; deltaX: number; deltaY: number; isZoom: boolean; isInner: boolean }
  /** A key that scrolls was pressed outside of fields. */
  | { type: "key"; key: string }
  | { type: "held" }
  | { type: "released" }
  /** A person sent a message, or asked to go to the end. */
  | { type: "to-end" }
  /** Something changed that a person wants to compare with what is in view. */
  | { type: "detach" };

export const following: Follow = { isFollowing: true, top: 0, isHeld: false };

const upKeys: ReadonlySet<string> = new Set(["PageUp", "Home", "ArrowUp"]);

/**
 * Moving up by hand detaches at once, however near the end; only reaching the end by hand, sending, or
 * asking for it attaches again. Content that grows or shrinks does neither.
 */
export function follow(state: Follow, event: FollowEvent): Follow {
  switch (event.type) {
    case "to-end":
      return { ...state, isFollowing: true };
    case "detach":
      return { ...state, isFollowing: false };
    case "held":
      return { ...state, isHeld: true };
    case "released":
      return { ...state, isHeld: false };
    case "key":
      return upKeys.has(event.key) ? { ...state, isFollowing: false } : state;
    case "wheel": {
      const isUp = event.deltaY < 0 && Math.abs(event.deltaY) > Math.abs(event.deltaX);
      return isUp && !event.isZoom && !event.isInner ? { ...state, isFollowing: false } : state;
    }
    case "scrolled": {
      const moved = event.top - state.top;
      const next = { ...state, top: event.top };
      if (state.isHeld && moved < 0) return { ...next, isFollowing: false };
      if (moved > 0 && event.fromEnd <= endZone) return { ...next, isFollowing: true };
      return next;
    }
  }
}
