import { stderr } from "node:process";

const HEARTBEAT_MILLISECONDS = 10_000;
const SPINNER_MILLISECONDS = 120;
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/**
 * @typedef {object} Terminal
 * @property {(text: string) => unknown} write
 * @property {boolean} [isTTY]
 * @property {number} [columns]
 *
 * @typedef {(line: string) => void} Report what the step is doing right now, in one line
 *
 * @typedef {{ failed: boolean, text: string }} StepEnd
 */

/**
 * Shows how far a command of `total` steps is: on a terminal one live line per step, elsewhere a
 * line at its start and its end and one every ten seconds in between.
 * @param {number} total
 * @param {{ terminal?: Terminal, now?: () => number, heartbeat?: number }} [options]
 */
export function createProgress(
  total,
  { terminal = stderr, now = Date.now, heartbeat = HEARTBEAT_MILLISECONDS } = {},
) {
  let number = 0;

  return {
    /**
     * Runs one step. What `work` gives ends the step's line: a text, or also that it failed without
     * an error, so that the next step goes on.
     * @param {string} title
     * @param {(report: Report) => Promise<string | StepEnd | undefined>} work
     */
    async step(title, work) {
      number += 1;
      const label = `[${number}/${total}] ${title}`;
      const started = now();
      const elapsed = () => `${((now() - started) / 1000).toFixed(1)} s`;
      let doing = "";
      let frame = 0;
      const paint = () => {
        frame = (frame + 1) % FRAMES.length;
        const line = `${FRAMES[frame]} ${label} · ${elapsed()}${doing ? ` · ${doing}` : ""}`;
        terminal.write(`\r\u001b[2K${line.slice(0, (terminal.columns ?? 80) - 1)}`);
      };
      const beat = () => terminal.write(`    … ${elapsed()}${doing ? ` · ${doing}` : ""}\n`);
      if (!terminal.isTTY) terminal.write(`${label} …\n`);
      const timer = terminal.isTTY
        ? setInterval(paint, SPINNER_MILLISECONDS)
        : setInterval(beat, heartbeat);
      const finish = (/** @type {string} */ text) =>
        terminal.write(`${terminal.isTTY ? "\r\u001b[2K" : ""}${text}\n`);
      try {
        const end = await work((line) => {
          doing = line.trim();
        });
        const { failed, text } = typeof end === "object" ? end : { failed: false, text: end };
        finish(`${failed ? "✗" : "✓"} ${label} · ${elapsed()}${text ? ` · ${text}` : ""}`);
      } catch (error) {
        finish(`✗ ${label} · ${elapsed()}`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
