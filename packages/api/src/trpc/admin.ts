import {
  baseUrl,
  connectionPrefix,
  jsonObject,
  type Settings,
  settings,
  userRole,
} from "@parley/core";
import { z } from "zod";
import { adminProcedure, router } from "./base.ts";

const id = z.string().min(1).max(64);
const kind = z.enum(["openai", "ollama"]);
const name = z.string().trim().min(1, "Give it a name").max(100);
const weight = z.number().min(0).max(1_000);
const whenFilterFails = z.enum(["closed", "open"]);
const apiKey = z.string().min(1).max(10_000);

export const connectionsRouter = router({
  list: adminProcedure.query(({ ctx }) => ctx.services.connections.list(ctx.principal)),

  create: adminProcedure
    .input(
      z.strictObject({
        kind,
        name,
        baseUrl,
        apiKey: apiKey.nullable().default(null),
        prefix: connectionPrefix.nullable().default(null),
        weight: weight.optional(),
        whenFilterFails: whenFilterFails.optional(),
      }),
    )
    .mutation(({ ctx, input: { weight, whenFilterFails, ...input } }) =>
      ctx.services.connections.create(ctx.principal, {
        ...input,
        ...(weight === undefined ? {} : { weight }),
        ...(whenFilterFails === undefined ? {} : { whenFilterFails }),
      }),
    ),

  update: adminProcedure
    .input(
      z.strictObject({
        id,
        name: name.optional(),
        baseUrl: baseUrl.optional(),
        apiKey: apiKey.nullable().optional(),
        prefix: connectionPrefix.nullable().optional(),
        weight: weight.optional(),
        whenFilterFails: whenFilterFails.optional(),
        enabled: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) =>
      ctx.services.connections.update(ctx.principal, input.id, {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.baseUrl === undefined ? {} : { baseUrl: input.baseUrl }),
        ...(input.apiKey === undefined ? {} : { apiKey: input.apiKey }),
        ...(input.prefix === undefined ? {} : { prefix: input.prefix }),
        ...(input.weight === undefined ? {} : { weight: input.weight }),
        ...(input.whenFilterFails === undefined ? {} : { whenFilterFails: input.whenFilterFails }),
        ...(input.enabled === undefined ? {} : { enabled: input.enabled }),
      }),
    ),

  remove: adminProcedure.input(z.strictObject({ id })).mutation(async ({ ctx, input }) => {
    await ctx.services.connections.remove(ctx.principal, input.id);
    return {};
  }),

  check: adminProcedure
    .input(
      z.union([
        z.strictObject({ id }),
        z.strictObject({ kind, baseUrl, apiKey: apiKey.nullable().default(null) }),
      ]),
    )
    .mutation(({ ctx, input }) => ctx.services.connections.check(ctx.principal, input)),
});

export const peopleRouter = router({
  list: adminProcedure.query(({ ctx }) => ctx.services.identity.people.list()),

  setRole: adminProcedure
    .input(z.strictObject({ userId: id, role: userRole }))
    .mutation(async ({ ctx, input }) => {
      await ctx.services.identity.people.setRole(input.userId, input.role);
      return {};
    }),

  remove: adminProcedure.input(z.strictObject({ userId: id })).mutation(async ({ ctx, input }) => {
    await ctx.services.identity.people.remove(input.userId);
    return {};
  }),
});

const settingsPatch = z.strictObject({
  signUp: settings.shape.signUp.unwrap().optional(),
  demoModels: z.boolean().optional(),
  directConnections: z.boolean().optional(),
  modelAccess: settings.shape.modelAccess.unwrap().optional(),
  defaultParams: jsonObject.optional(),
  titleGeneration: z.boolean().optional(),
  followUps: z.boolean().optional(),
  tags: z.boolean().optional(),
  titleModel: z.string().min(1).max(500).nullable().optional(),
});

export const settingsRouter = router({
  get: adminProcedure.query(({ ctx }) => ctx.services.settings.read()),

  set: adminProcedure
    .input(settingsPatch)
    .mutation(({ ctx, input }) => ctx.services.settings.write(defined(input))),
});

/** Without the keys that were not given: they would be written otherwise. */
function defined(patch: z.infer<typeof settingsPatch>): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
