import { answered, answerOf, given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import language from "./language.ts";

async function told(text: string) {
  const { body } = await given(language).outlet(text);
  return answerOf(body).language;
}

it.each([
  ["en", "The weather in the north of the country will be cold and wet this week."],
  ["de", "Das Wetter im Norden ist kalt, und es wird auch nicht wärmer in dieser Woche."],
  ["fr", "Le temps dans le nord du pays est froid et il ne sera pas plus chaud cette semaine."],
  ["es", "El tiempo en el norte del país es frío y no será más cálido para los viajeros."],
  ["it", "Il tempo nel nord del paese è freddo e non sarà più caldo per gli ospiti della città."],
  ["pt", "O tempo no norte do país está frio e não será mais quente para os viajantes."],
  ["nl", "Het weer in het noorden van het land is koud en het wordt niet warmer deze week."],
  ["sv", "Vädret i norr är kallt och det blir inte varmare för den som reser till fjällen."],
  [
    "da",
    "Vejret i nord er koldt, og det blev ikke varmere for dem, der skulle til bjergene. Hvad vil du?",
  ],
  ["pl", "Pogoda na północy kraju jest zimna i nie będzie cieplejsza, co oraz czy to tak jest."],
  ["tr", "Bu hafta ülkenin kuzeyinde hava çok soğuk ve daha sıcak olarak bir gün yok ama güzel."],
  [
    "fi",
    "Sää pohjoisessa on kylmä ja se ei ole lämpimämpi kuin viime viikolla, mutta se voi muuttua.",
  ],
  [
    "cs",
    "Počasí na severu je studené a nebude teplejší, ale může se to změnit, protože jsou mraky.",
  ],
  [
    "id",
    "Cuaca di utara negara ini dingin dan tidak akan lebih hangat untuk orang yang pergi dari sini.",
  ],
  ["ru", "Погода на севере страны холодная, и она не будет теплее, чем была вы знаете."],
  ["uk", "Погода на півночі країни холодна, і вона не буде теплішою цього тижня."],
  ["el", "Ο καιρός στα βόρεια είναι κρύος."],
  ["he", "מזג האוויר בצפון קר"],
  ["ar", "الطقس في شمال البلاد بارد ولن يكون أكثر دفئا هذه المرة إلى حد كبير"],
  ["fa", "هوا در شمال کشور سرد است و گرم‌تر نخواهد شد، چون ابر می‌آید"],
  ["zh", "北方的天气很冷，这个星期不会变暖。"],
  ["ja", "北の天気は寒くて、今週は暖かくなりません。"],
  ["ko", "북쪽 날씨는 춥고 이번 주에는 따뜻해지지 않습니다."],
  ["th", "อากาศทางเหนือหนาว"],
])("knows %s", async (code, text) => {
  expect(await told(text)).toBe(code);
});

it.each([
  "",
  "42",
  "ok",
  "Angela Merkel, Berlin, IBM",
  "```\nthe of and to in is\n```",
  "👍👍👍👍",
  "de en la",
])("is silent when it can't tell: %j", async (text) => {
  expect(await told(text)).toBeUndefined();
});

it("does not take code and links for the answer's language", async () => {
  expect(
    await told("Das ist nicht die Datei:\n```\nthe of and to in is that it for you was with\n```"),
  ).toBe("de");
});

it("looks at the question when it is told so, in the field that an admin named", async () => {
  const filter = given(language, { valves: { question: true, field: "asked_in" } });
  const { body } = await filter.outlet(answered("Ja.", "Why is the sky blue and not green?"));
  expect(answerOf(body)).toMatchObject({ content: "Ja.", asked_in: "en" });
});
