import { useEffect, useEffectEvent, useState } from "react";

type PatientEnter = {
  /** What stands in the field. */
  draft: string;
  canSend: boolean;
  send: (text: string) => void;
};

/**
 * An Enter that comes before the page can send is not lost: the text is sent as soon as the page can,
 * unless it was changed meanwhile. Returns how to leave a text waiting.
 */
export function usePatientEnter({ draft, canSend, send }: PatientEnter): (text: string) => void {
  const [waiting, setWaiting] = useState<string | null>(null);
  // Pressed before the page's code was there, Enter has added a line.
  const isSame = waiting !== null && draft.trim() === waiting.trim();
  if (waiting !== null && !isSame) setWaiting(null);

  const onReady = useEffectEvent(() => {
    if (waiting === null) return;
    setWaiting(null);
    send(waiting);
  });
  useEffect(() => {
    if (isSame && canSend) onReady();
  }, [isSame, canSend]);
  return setWaiting;
}
