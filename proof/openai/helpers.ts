import type { ModelServer } from "@parley/e2e/model-server";
import { type Outcome, outcomeOf, type Run } from "./outcome.ts";
import { type Request, say } from "./requests.ts";

/** What callers do with the client beyond asking: leave, wait, try again, and use its helpers. */
export function helperRequests(models: ModelServer): Request[] {
  const left = (code: string) =>
    models.when((request) => request.code === code && request.outcome === "left");

  async function leaveInTheMiddle({ client, model }: Run): Promise<Outcome> {
    return outcomeOf(async () => {
      const body = { ...say("E2E:slow:200:20"), model, stream: true } as const;
      const stream = await client.chat.completions.create(body);
      let chunks = 0;
      for await (const _ of stream) {
        chunks += 1;
        if (chunks === 3) stream.controller.abort();
      }
      await left("slow");
      return { chunks };
    });
  }

  async function leaveBefore({ client, model }: Run): Promise<Outcome> {
    const leave = new AbortController();
    setTimeout(() => leave.abort(), 200);
    const body = { ...say("E2E:hang"), model };
    const outcome = await outcomeOf(() =>
      client.chat.completions.create(body, { signal: leave.signal }),
    );
    await left("hang");
    return outcome;
  }

  return [
    { name: "the list of models", run: listModels, meant: "the list of models is Parley's" },
    {
      name: "a model that is not there",
      run: ({ client }) =>
        outcomeOf(() => client.chat.completions.create({ ...say("hi"), model: "no-such-model" })),
      meant: "Parley refuses what it need not ask",
    },
    { name: "a caller that leaves in the middle", run: leaveInTheMiddle },
    { name: "a caller that leaves before the answer", run: leaveBefore, fails: true },
    {
      name: "a caller that has waited long enough",
      fails: true,
      run: ({ client, model }) =>
        outcomeOf(() =>
          client.chat.completions.create({ ...say("E2E:hang"), model }, { timeout: 200 }),
        ),
    },
    {
      name: "a caller that tries again",
      run: (run) => tryAgain(run, models),
    },
    {
      name: "the client's stream helper",
      run: ({ client, model }) =>
        outcomeOf(() =>
          client.chat.completions
            .stream({ ...say("E2E:recorded:parallel-tools"), model })
            .finalChatCompletion(),
        ),
    },
    {
      name: "the headers of a stream",
      run: ({ client, model }) =>
        outcomeOf(async () => {
          const body = { ...say("E2E:text:hi"), model, stream: true } as const;
          const { data, response } = await client.chat.completions.create(body).withResponse();
          for await (const _ of data);
          return response.headers.get("content-type");
        }),
    },
    {
      name: "the bytes of a stream",
      run: ({ client, model }) =>
        outcomeOf(async () => {
          const body = { ...say("E2E:crlf"), model, stream: true } as const;
          return await (await client.chat.completions.create(body).asResponse()).text();
        }),
    },
    {
      name: "the bytes of a whole answer",
      run: ({ client, model }) =>
        outcomeOf(async () => {
          const asked = client.chat.completions.create({ ...say("E2E:recorded:own-keys"), model });
          return await (await asked.asResponse()).text();
        }),
    },
    { name: "the client's tool runner", run: runTools },
  ];
}

async function listModels({ client }: Run): Promise<Outcome> {
  return outcomeOf(async () => (await client.models.list()).data);
}

/** How often an upstream was asked, when the client tries again by itself. */
async function tryAgain({ client, model }: Run, models: ModelServer): Promise<Outcome> {
  const before = models.requests().length;
  await outcomeOf(() =>
    client.chat.completions.create({ ...say("E2E:error:500"), model }, { maxRetries: 2 }),
  );
  return { value: models.requests().length - before };
}

async function runTools({ client, model }: Run): Promise<Outcome> {
  return outcomeOf(async () => {
    const runner = client.chat.completions.runTools(
      {
        ...say("E2E:tool"),
        model,
        tools: [
          {
            type: "function",
            function: {
              name: "get_weather",
              function: ({ city }: { city: string }) => `22 °C in ${city}`,
              parse: JSON.parse,
              description: "The weather",
              parameters: { type: "object", properties: { city: { type: "string" } } },
            },
          },
        ],
      },
      { maxChatCompletions: 2 },
    );
    await runner.done();
    return runner.messages;
  });
}
