"use client";

import { createAuthClient } from "better-auth/react";

/** Sign-up, sign-in, sign-out, password and sessions, at `/api/auth` of this origin. */
export const authClient = createAuthClient();
