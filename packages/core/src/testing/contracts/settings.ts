import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SettingsRepository, settings as shape } from "../../ports/settings.ts";

export type MakeSettings = () => Promise<{
  settings: SettingsRepository;
  close(): Promise<void>;
}>;

/** The promises of `SettingsRepository`; every implementation runs this. */
export function describeSettingsRepository(name: string, make: MakeSettings): void {
  describe(`SettingsRepository: ${name}`, () => {
    let open: Awaited<ReturnType<MakeSettings>> | undefined;
    const repository = (): SettingsRepository => {
      if (open === undefined) throw new Error("the repository opens before the first test");
      return open.settings;
    };
    beforeAll(async () => {
      open = await make();
    });
    afterAll(async () => {
      await open?.close();
    });

    it("has the defaults while nothing is written", async () => {
      expect(await repository().read()).toEqual(shape.parse({}));
    });

    it("changes the keys given, keeps the others, and returns the whole", async () => {
      const settings = repository();
      await settings.write({ titleModel: "small", demoModels: false });
      const whole = { ...shape.parse({}), titleModel: null, demoModels: false, signUp: "open" };
      expect(await settings.write({ signUp: "open", titleModel: null })).toEqual(whole);
      expect(await settings.read()).toEqual(whole);
    });

    it("lets two writers of different keys both win", async () => {
      const settings = repository();
      await Promise.all([
        settings.write({ titleGeneration: false }),
        settings.write({ titleModel: "tiny" }),
      ]);
      expect(await settings.read()).toMatchObject({ titleGeneration: false, titleModel: "tiny" });
    });
  });
}
