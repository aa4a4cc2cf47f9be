import { createContext, type RefObject, use, useEffect, useMemo, useRef, useState } from "react";
import { endZone, type FollowEvent, follow, following } from "../state/follow.ts";

export type Following = {
  isFollowing: boolean;
  /** The same, in the middle of an event, before the page is rendered. */
  isFollowingNow(): boolean;
  /** Detached, with more than a little below. */
  isFarFromEnd: boolean;
  /** Goes to the end and stays there. */
  toEnd(): void;
  /** Keeps the view where it is, as when another branch is shown. */
  detach(): void;
  onToEnd(go: () => void): () => void;
};

export const FollowContext = createContext<Following | null>(null);

export function useFollowing(): Following | null {
  return use(FollowContext);
}

/** Watches how a person scrolls, and decides whether the view follows the end. */
export function useFollow(scroller: RefObject<HTMLElement | null>): Following {
  const state = useRef(following);
  const goToEnd = useRef<() => void>(() => undefined);
  const [isFollowing, setFollowing] = useState(true);
  const [isFarFromEnd, setFarFromEnd] = useState(false);

  const handlers = useMemo(() => {
    const apply = (event: FollowEvent) => {
      state.current = follow(state.current, event);
      setFollowing(state.current.isFollowing);
      const { current } = scroller;
      if (current !== null) {
        setFarFromEnd(!state.current.isFollowing && fromEndOf(current) > endZone);
      }
    };
    return {
      apply,
      isFollowingNow: () => state.current.isFollowing,
      toEnd() {
        apply({ type: "to-end" });
        goToEnd.current();
      },
      detach: () => apply({ type: "detach" }),
      onToEnd(go: () => void) {
        goToEnd.current = go;
        return () => {
          goToEnd.current = () => undefined;
        };
      },
    };
  }, [scroller]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const unlisten = listen(element, handlers.apply);
    // The field below grows, a keyboard appears: who follows still sees the end.
    const observer = new ResizeObserver(() => {
      if (state.current.isFollowing) goToEnd.current();
    });
    observer.observe(element);
    return () => {
      unlisten();
      observer.disconnect();
    };
  }, [scroller, handlers]);

  return useMemo(
    () => ({ ...handlers, isFollowing, isFarFromEnd }),
    [handlers, isFollowing, isFarFromEnd],
  );
}

function fromEndOf({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}

/** Turns what a person does into events; returns the unsubscribe. */
function listen(element: HTMLElement, apply: (event: FollowEvent) => void): () => void {
  const ends = new AbortController();
  const options = { passive: true, signal: ends.signal } as const;
  const held = () => apply({ type: "held" });
  const released = () => apply({ type: "released" });
  element.addEventListener(
    "scroll",
    () => apply({ type: "scrolled", top: element.scrollTop, fromEnd: fromEndOf(element) }),
    options,
  );
  element.addEventListener(
    "wheel",
    (event) => {
      const { deltaX, deltaY } = event;
      const isInner = scrollsInside(event.target, element, deltaY);
      apply({ type: "wheel", deltaX, deltaY, isZoom: event.ctrlKey, isInner });
    },
    options,
  );
  element.addEventListener("touchstart", held, options);
  window.addEventListener("touchend", released, options);
  // On the scroll bar, which belongs to the element itself.
  element.addEventListener(
    "pointerdown",
    (event) => {
      if (event.target === element) held();
    },
    options,
  );
  window.addEventListener("pointerup", released, options);
  element.addEventListener(
    "keydown",
    (event) => {
      const isField =
        event.target instanceof HTMLElement && event.target.closest("textarea, input");
      if (!isField) apply({ type: "key", key: event.key });
    },
    options,
  );
  return () => ends.abort();
}

/** Something between the target and the conversation takes this wheel for itself. */
function scrollsInside(target: EventTarget | null, outer: HTMLElement, deltaY: number): boolean {
  let element = target instanceof Element ? target : null;
  while (element !== null && element !== outer) {
    const hasRoom = element.scrollHeight > element.clientHeight + 1;
    const { overflowY } = getComputedStyle(element);
    const scrolls = hasRoom && (overflowY === "auto" || overflowY === "scroll");
    if (scrolls && (deltaY < 0 ? element.scrollTop > 0 : true)) return true;
    element = element.parentElement;
  }
  return false;
}
