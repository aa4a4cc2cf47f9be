import { createMermaidPlugin } from "@streamdown/mermaid";

const plugin = createMermaidPlugin();
let drawn = 0;
/** The smallest share of its own size at which a diagram can still be read. */
const smallest = 0.7;
/** What fits beside nothing else, in pixels: on a large screen all of it is in sight. */
const columnWidth = 640;

/** Draws a diagram. Rejects with the parser's words when the source is not one. */
export async function drawDiagram(source: string, isDark: boolean): Promise<SVGSVGElement> {
  const mermaid = plugin.getMermaid({
    startOnLoad: false,
    securityLevel: "strict",
    suppressErrorRendering: true,
    theme: isDark ? "dark" : "neutral",
    fontFamily: "inherit",
    // Labels as text of the picture: nothing of HTML in it.
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    // Words on a line stand on the box's own ground, so that the line does not cross them.
    themeCSS:
      ".edgeLabel rect { fill: var(--surface); background-color: var(--surface); opacity: 1 }",
  });
  drawn += 1;
  const { svg } = await mermaid.render(`diagram-${drawn}`, source);
  const picture = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (!(picture instanceof SVGSVGElement)) throw new Error("The diagram is not a picture.");
  // Its own words are not the page's: the figure names it.
  picture.removeAttribute("aria-roledescription");
  picture.setAttribute("aria-hidden", "true");
  // Where there is little room it shrinks, but stays readable; beyond that its box scrolls.
  const natural = Number.parseFloat(picture.style.maxWidth);
  if (natural > 0) picture.style.minWidth = `${Math.min(natural * smallest, columnWidth)}px`;
  return picture;
}
