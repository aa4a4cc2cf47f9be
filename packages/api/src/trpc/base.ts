import {
  type Audience,
  admit,
  errorTable,
  isParleyError,
  ParleyError,
  type Principal,
} from "@parley/core";
import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import type { Services } from "../services.ts";

export type Context = { principal: Principal | null; services: Services };

/** Every procedure says who may call it; a test walks the router and fails on one that does not. */
export type Meta = { audience: Audience };

/** tRPC's code for each HTTP status that Parley's error table uses. */
const trpcCodes: Record<number, TRPCError["code"]> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  429: "TOO_MANY_REQUESTS",
  502: "BAD_GATEWAY",
  503: "SERVICE_UNAVAILABLE",
  504: "GATEWAY_TIMEOUT",
};

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    errorFormatter({ shape, error }) {
      const parley = toParleyError(error);
      return {
        ...shape,
        message: parley.message,
        data: {
          code: shape.data.code,
          httpStatus: parley.status,
          path: shape.data.path,
          parley: {
            code: parley.upstreamCode ?? parley.code,
            message: parley.message,
            status: parley.status,
            param: parley.param,
          },
        },
      };
    },
  });

/** What a caller may know of an error: designed ones as they are, all others without their inside. */
function toParleyError(error: TRPCError): ParleyError {
  if (isParleyError(error.cause)) return error.cause;
  if (error.cause instanceof z.ZodError) {
    const issue = error.cause.issues[0];
    const param = issue?.path.join(".") ?? "";
    const what = param === "" ? "The request" : `"${param}"`;
    return new ParleyError("invalid_request", `${what}: ${issue?.message ?? "is not valid"}`, {
      cause: error,
      ...(param === "" ? {} : { param }),
    });
  }
  if (error.code === "NOT_FOUND")
    return new ParleyError("not_found", "There is no such procedure.");
  if (error.code === "INTERNAL_SERVER_ERROR") {
    return new ParleyError("internal", "Parley failed. The server's log has the cause.", {
      cause: error,
    });
  }
  return new ParleyError("invalid_request", error.message, { cause: error });
}

const asTrpcErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && isParleyError(result.error.cause)) {
    const { status, code } = result.error.cause;
    throw new TRPCError({
      code: trpcCodes[status] ?? trpcCodes[errorTable[code].status] ?? "INTERNAL_SERVER_ERROR",
      message: result.error.cause.message,
      cause: result.error.cause,
    });
  }
  return result;
});

export const router = t.router;

/** A procedure that anybody may call. */
export const publicProcedure = t.procedure.meta({ audience: "anyone" }).use(asTrpcErrors);

/** A procedure for signed-in people of the given audience; `ctx.principal` is then there. */
function procedureFor(audience: Exclude<Audience, "anyone">) {
  return t.procedure
    .meta({ audience })
    .use(asTrpcErrors)
    .use(({ ctx, next }) => {
      admit(audience, ctx.principal);
      if (ctx.principal === null) throw new ParleyError("unauthenticated", "Sign in first.");
      return next({ ctx: { ...ctx, principal: ctx.principal } });
    });
}

export const signedInProcedure = procedureFor("signed-in");
export const memberProcedure = procedureFor("member");
export const adminProcedure = procedureFor("admin");
