/** A new chat; the layout shows it. */
export default function NewChatPage() {
  return null;
}
