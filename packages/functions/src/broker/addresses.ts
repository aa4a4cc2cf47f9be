import { isIPv4, isIPv6 } from "node:net";

/** First address and length of the prefix of networks that are nobody's business to ask. */
const privateFour = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"],
  ...["172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24"],
  ...["192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"],
  ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
  // Where Azure's machines find what they are told about themselves.
  "168.63.129.16/32",
].map((network) => {
  const [first = "", length = "32"] = network.split("/");
  return { first: fourNumber(first), bits: 32 - Number(length) };
});

function fourNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isPublicFour(value: number): boolean {
  return !privateFour.some(
    ({ first, bits }) => Math.floor(value / 2 ** bits) === Math.floor(first / 2 ** bits),
  );
}

/** The eight groups of an IPv6 address that `isIPv6` accepts, without a zone. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const four = dotted === null ? 0 : fourNumber(dotted[2] ?? "");
  const text =
    dotted === null
      ? address
      : `${dotted[1]}${Math.floor(four / 65_536).toString(16)}:${(four % 65_536).toString(16)}`;
  const [head = "", tail] = text.split("::");
  const numbers = (part: string) =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const before = numbers(head);
  if (tail === undefined) return before;
  const after = numbers(tail);
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function isPublicSix(address: string): boolean {
  const groups = groupsOf(address);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const last = g * 65_536 + h;
  // NAT64 leads to the IPv4 address inside; other forms that hold one are not used for servers.
  if (a === 0x64 && b === 0xff9b && c + d + e + f === 0) return isPublicFour(last);
  const isGlobal = (a & 0xe000) === 0x2000;
  const isProtocol = a === 0x2001 && b < 0x200;
  const isDocumentation = (a === 0x2001 && b === 0xdb8) || (a & 0xfff0) === 0x3ff0;
  const isSixToFour = a === 0x2002;
  return isGlobal && !isProtocol && !isDocumentation && !isSixToFour;
}

/** Whether an address belongs to the public internet. What can't be read is not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return isPublicFour(fourNumber(address));
  return isIPv6(address) && !address.includes("%") && isPublicSix(address);
}

/** Where only neighbours are, and the machines of clouds ask for their keys: nobody is let there. */
export function isLinkLocal(address: string): boolean {
  const [bare = ""] = address.split("%");
  if (isIPv4(bare)) return fourNumber(bare) >>> 16 === linkLocalFour;
  if (!isIPv6(bare)) return false;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groupsOf(bare);
  const amazons = a === 0xfd00 && b === 0xec2 && c + d + e + f + g === 0 && h === 0x254;
  return (
    (a & 0xffc0) === 0xfe80 ||
    amazons ||
    g === linkLocalFour ||
    (a === 0x2002 && b === linkLocalFour)
  );
}

/** 169.254, however the rest of an address is written. */
const linkLocalFour = 0xa9fe;
