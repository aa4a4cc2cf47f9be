import { type RefObject, useEffect } from "react";

/**
 * Keeps an element as high as what is visible above a phone's keyboard, where the browser does not
 * shrink the page by itself.
 */
export function useViewportHeight(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (viewport === null) return;
    const fit = () => {
      const { current } = element;
      if (current === null) return;
      const isCovered = viewport.scale === 1 && viewport.height < window.innerHeight - 1;
      current.style.height = isCovered ? `${viewport.height}px` : "";
      if (isCovered) window.scrollTo(0, 0);
    };
    viewport.addEventListener("resize", fit);
    return () => viewport.removeEventListener("resize", fit);
  }, [element]);
}
