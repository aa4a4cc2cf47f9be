export type ButtonLook = "primary" | "plain" | "outline" | "quiet" | "danger" | "danger-quiet";

/** HeroUI's names for Parley's looks. */
export const heroVariant = {
  primary: "primary",
  plain: "tertiary",
  outline: "outline",
  quiet: "ghost",
  danger: "danger",
  "danger-quiet": "danger-soft",
} as const satisfies Record<ButtonLook, string>;
