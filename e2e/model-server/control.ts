import type { ServerResponse } from "node:http";
import type { State } from "./state.ts";

const ok = { ok: true };

/**
 * The switches, over HTTP (any method), for tests in another process:
 *
 * | call                        | effect                                                     |
 * |-----------------------------|------------------------------------------------------------|
 * | /control/release?n=3        | open manual answers send their next n (1) pieces           |
 * | /control/finish             | open manual answers send the rest and end                  |
 * | /control/down?on=1          | all other connections are destroyed; on=0 ends it          |
 * | /control/slow-list?ms=3000  | lists of models take that long                             |
 * | /control/requests           | the recorded requests as JSON                              |
 * | /control/reset              | forgets the requests, turns the switches back              |
 */
export function control(url: URL, response: ServerResponse, state: State): void {
  const parameter = (name: string, otherwise: number) =>
    Number(url.searchParams.get(name) ?? otherwise);
  const commands: Record<string, () => object> = {
    "/control/release": () => {
      state.gate.release(parameter("n", 1));
      return ok;
    },
    "/control/finish": () => {
      state.gate.finish();
      return ok;
    },
    "/control/down": () => {
      state.down = parameter("on", 1) === 1;
      return { down: state.down };
    },
    "/control/slow-list": () => {
      state.listDelay = parameter("ms", 0);
      return { milliseconds: state.listDelay };
    },
    "/control/requests": () => state.requests,
    "/control/reset": () => {
      state.reset();
      return ok;
    },
  };
  const command = commands[url.pathname];
  const status = command === undefined ? 404 : 200;
  const body = command?.() ?? { error: `there is no ${url.pathname}` };
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
