import OpenAI from "openai";

/** What the official client's caller gets: a value, or chunks, or an error, or chunks and then an error. */
export type Outcome = {
  chunks?: unknown[];
  value?: unknown;
  error?: Failure;
};

export type Failure = {
  /** The class that a caller catches. */
  type: string;
  status: number | null;
  code: unknown;
  param: unknown;
  /** `type` and `message` of the error's body. */
  kind: unknown;
  message: unknown;
  retryAfter: string | null;
};

export type Body = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "stream">;

/** Everything a run of a request needs; `model` is the same for both servers. */
export type Run = { client: OpenAI; model: string };

function failureOf(error: unknown): Failure {
  const known = error instanceof OpenAI.APIError ? error : null;
  const body: unknown = known?.error;
  const message =
    typeof body === "object" && body !== null && "message" in body ? body.message : "";
  return {
    type: error instanceof Error ? error.constructor.name : typeof error,
    status: known?.status ?? null,
    code: known?.code ?? null,
    param: known?.param ?? null,
    kind: known?.type ?? null,
    message,
    retryAfter: known?.headers?.get("retry-after") ?? null,
  };
}

/** Runs something with the client, and keeps how it ended. */
export async function outcomeOf(run: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error: failureOf(error) };
  }
}

export async function streamed({ client, model }: Run, body: Body): Promise<Outcome> {
  const chunks: unknown[] = [];
  try {
    const stream = await client.chat.completions.create({ ...body, model, stream: true });
    for await (const chunk of stream) chunks.push(chunk);
    return { chunks };
  } catch (error) {
    return { chunks, error: failureOf(error) };
  }
}

export function whole({ client, model }: Run, body: Body): Promise<Outcome> {
  return outcomeOf(() => client.chat.completions.create({ ...body, model }));
}
