import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts short secrets. What is sealed for one place can't be opened at another. */
export type Seal = {
  seal(text: string, place: string): string;
  /** Null when it was sealed with another secret, for another place, or was tampered with. */
  open(sealed: string, place: string): string | null;
};

const version = "v1";
const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a key derived from the installation's secret. */
export function createSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "parley connection keys v1", 32));
  return {
    seal(text, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]);
      return `${version}.${sealed.toString("base64url")}`;
    },
    open(sealed, place) {
      const [found, text = ""] = sealed.split(".");
      const bytes = Buffer.from(text, "base64url");
      if (found !== version || bytes.length < nonceBytes + tagBytes) return null;
      const tagEnd = nonceBytes + tagBytes;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(nonceBytes, tagEnd));
      try {
        const opened = Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]);
        return opened.toString("utf8");
      } catch {
        return null;
      }
    },
  };
}
