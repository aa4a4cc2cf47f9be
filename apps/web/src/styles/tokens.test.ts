import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Colour = { l: number; c: number; h: number };

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** The light and the dark value of a token. */
function token(name: string): { light: Colour; dark: Colour } {
  const value = "oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)";
  const found = new RegExp(`--${name}: light-dark\\(${value}, ${value}\\)`).exec(css);
  if (found === null) throw new Error(`tokens.css has no colour --${name}`);
  const [l = 0, c = 0, h = 0, darkL = 0, darkC = 0, darkH = 0] = found.slice(1).map(Number);
  return { light: { l, c, h }, dark: { l: darkL, c: darkC, h: darkH } };
}

/** WCAG's relative luminance of an OKLCH colour, by way of OKLab and linear sRGB. */
function luminance({ l, c, h }: Colour): number {
  const angle = (h * Math.PI) / 180;
  const a = c * Math.cos(angle);
  const b = c * Math.sin(angle);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = clamp(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = clamp(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

const grounds = ["page", "surface", "raised", "tint"];
const carriesText = ["text", "muted", "accent", "good", "caution", "broken", "side-a", "side-b"];
const pairs = [
  ...carriesText.flatMap((name) => grounds.map((ground) => ({ name, ground, least: 4.5 }))),
  ...grounds.slice(0, 3).map((ground) => ({ name: "faint", ground, least: 3 })),
  { name: "on-accent", ground: "accent", least: 4.5 },
  { name: "on-broken", ground: "broken", least: 4.5 },
];

describe("colour tokens", () => {
  it.each(pairs)("$name reads on $ground at $least to 1, light and dark", (pair) => {
    const front = token(pair.name);
    const back = token(pair.ground);
    expect(contrast(front.light, back.light)).toBeGreaterThanOrEqual(pair.least);
    expect(contrast(front.dark, back.dark)).toBeGreaterThanOrEqual(pair.least);
  });
});
