import { config } from "zod/v4/core";

// Runs before any other code of a page. Zod would try whether it may compile its parsers with `eval`;
// the page's policy forbids that, and browsers report the try even though zod catches it.
config({ jitless: true });
