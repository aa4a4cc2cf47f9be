import type { DirectChoice } from "../direct/protocol.ts";
import type { Principal } from "../identity.ts";
import type { Upstream } from "./upstream.ts";

/**
 * The way to an endpoint that only a person's own browser can reach. What comes back is data made anew
 * from a closed shape; the endpoint's key never comes near the server.
 */
export interface DirectLine {
  /**
   * The endpoint as an upstream. Whether the page is there, and belongs to `principal`, shows when it
   * is asked: `complete` then rejects with a ParleyError.
   */
  upstream(principal: Principal, choice: DirectChoice): Upstream;
}
