/** An environment with nothing in it but these. Other packages' types may ask for more; nothing else is given. */
export function bareEnv(own: Record<string, string>): NodeJS.ProcessEnv {
  return Object.assign(Object.create(null), own);
}
