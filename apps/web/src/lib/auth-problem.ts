/** Better Auth's default, which the identity package keeps. */
export const minPasswordLength = 8;

/** What Better Auth's client gives as `error`. */
export type AuthError = { status: number; code?: string | undefined; message?: string | undefined };

const keyOfCode = {
  INVALID_EMAIL_OR_PASSWORD: "wrongCredentials",
  INVALID_PASSWORD: "wrongPassword",
  INVALID_EMAIL: "emailInvalid",
  USER_ALREADY_EXISTS: "emailTaken",
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: "emailTaken",
  PASSWORD_TOO_SHORT: "passwordShort",
  PASSWORD_TOO_LONG: "passwordLong",
} as const;

type Code = keyof typeof keyOfCode;
export type AuthProblemKey = (typeof keyOfCode)[Code] | "tooMany" | "unreachable" | "unexpected";

/** Either a sentence of the catalogue (`auth.problem`) or one that the server wrote for this case. */
export type AuthProblem = { key: AuthProblemKey } | { message: string };

function isKnown(code: string): code is Code {
  return Object.hasOwn(keyOfCode, code);
}

export function authProblemOf({ status, code = "", message = "" }: AuthError): AuthProblem {
  if (status === 429) return { key: "tooMany" };
  if (isKnown(code)) return { key: keyOfCode[code] };
  if (status === 0) return { key: "unreachable" };
  if (status < 500 && message !== "") return { message };
  return { key: "unexpected" };
}
