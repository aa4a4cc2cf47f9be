import { type RefObject, useLayoutEffect } from "react";
import type { Following } from "./use-follow.ts";

/**
 * Keeps a view that follows at its end, whatever changes heights: messages that are measured only now,
 * or the field below, which grows and leaves the conversation less room.
 */
export function useStayAtEnd(
  scroller: RefObject<HTMLElement | null>,
  { isFollowingNow }: Pick<Following, "isFollowingNow">,
): void {
  useLayoutEffect(() => {
    const { current } = scroller;
    if (current === null) return;
    let known = heightsOf(current);
    const observer = new ResizeObserver(() => {
      const heights = heightsOf(current);
      if (heights === known) return;
      known = heights;
      if (isFollowingNow()) current.scrollTop = current.scrollHeight;
    });
    observer.observe(current);
    if (current.firstElementChild) observer.observe(current.firstElementChild);
    return () => observer.disconnect();
  }, [scroller, isFollowingNow]);
}

function heightsOf({ clientHeight, scrollHeight }: HTMLElement): string {
  return `${clientHeight} of ${scrollHeight}`;
}
