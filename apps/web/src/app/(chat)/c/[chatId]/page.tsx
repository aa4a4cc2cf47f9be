/** A chat by its id; the layout shows it. */
export default function ChatPage() {
  return null;
}
