import { buildWhenOlder } from "./build.mjs";

/** Tests start processes of the runner. */
export const setup = () => buildWhenOlder();
