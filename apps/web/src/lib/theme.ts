export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The cookie that keeps the choice, so that the server's first byte already has the right colours. */
export const themeCookie = "parley.theme";
const keepForSeconds = 400 * 24 * 60 * 60;

export function themeOf(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

/** Shows a theme at once and keeps it for later visits. Browser only. */
export function applyTheme(theme: Theme): void {
  document.documentElement.classList.remove(...themes);
  document.documentElement.classList.add(theme);
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${keepForSeconds}; samesite=lax`;
}
