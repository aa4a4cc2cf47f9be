import { memberProcedure, router } from "./base.ts";

export const directRouter = router({
  /** Whether people may let their own browsers ask endpoints. */
  state: memberProcedure.query(async ({ ctx }) => ({
    allowed: (await ctx.services.settings.read()).directConnections,
  })),
});
