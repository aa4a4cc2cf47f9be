/** What a function asked for is not done; the message is for its author. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
