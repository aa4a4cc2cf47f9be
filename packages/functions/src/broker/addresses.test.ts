import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { hostileUrls } from "../testing/drills/hostile-urls.ts";
import { isPublicAddress } from "./addresses.ts";
import { createFetcher } from "./fetch.ts";

describe("isPublicAddress", () => {
  it.each([
    ...["1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0"],
    ...["126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255"],
    ...["172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0"],
    ...["223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001::1", "64:ff9b::8.8.8.8"],
  ])("lets %s pass", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ...["0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255"],
    ...["127.0.0.1", "127.255.255.255", "169.254.0.1", "169.254.169.254", "172.16.0.1"],
    ...["172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1"],
    ...["198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1"],
    ...["239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16", "::", "::1"],
    ...["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:0:127.0.0.1", "::127.0.0.1", "::8.8.8.8"],
    ...["::ffff:8.8.8.8", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8"],
    ...["100::1", "2001::1", "2001:db8::1", "2001:2::1", "2001:10::1", "2002:7f00:1::1"],
    ...["2002:808:808::1", "3fff::1", "3ffe::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fe80::1"],
    ...["fe80::1%eth0", "fec0::1", "ff02::1", "5f00::1", "4000::1", "::2", "2001:db8:0:0:0:0:0:1"],
    ...["", "localhost", "1.2.3", "0x7f.1", "2130706433", "01.1.1.1", "1.1.1.1.", "[::1]"],
  ])("refuses %j", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("createFetcher", () => {
  const input = (url: string) => ({ url, method: "GET", headers: {}, body: null });
  const limits = { fetchBytes: 1_000, fetchRedirects: 3, fetchRequestBytes: 1_000 };
  const { fetch } = createFetcher(limits, {
    resolve: () => Promise.reject(new Error("a name was resolved")),
  });

  it("knows at least 120 forms of addresses that must not be asked", () => {
    expect(hostileUrls.length).toBeGreaterThanOrEqual(120);
    expect(new Set(hostileUrls).size).toBe(hostileUrls.length);
  });

  it.each(hostileUrls)("refuses %j, though every public host is permitted", async (url) => {
    const asked = fetch(["*"], input(url), AbortSignal.timeout(5_000));
    await expect(asked).rejects.toMatchObject({ name: "Refusal" });
    // Refused by what it says, before anything is resolved or connected.
    await expect(asked).rejects.not.toThrow("could not be asked");
  });

  const inside = [
    ...["127.0.0.1:5432", "10.0.0.1", "localhost:3000", "[::1]:8080", "169.254.169.254"],
    ...["[fd00:ec2::254]", "a.localhost", "192.168.1.1", "[fe80::1]"],
  ];

  it.each(inside)("refuses %s when only the function's own permissions name it", async (host) => {
    const asked = fetch([host], input(`http://${host}/`), AbortSignal.timeout(5_000));
    await expect(asked).rejects.toThrow("is a private address");
  });

  it.each(["169.254.169.254", "[fd00:ec2::254]", "[fe80::1]", "[::ffff:169.254.169.254]"])(
    "refuses %s also when the operator lists it",
    async (host) => {
      const own = createFetcher(limits, { privateHosts: [host] });
      const asked = own.fetch([host], input(`http://${host}/`), AbortSignal.timeout(5_000));
      await expect(asked).rejects.toThrow("is a private address");
    },
  );

  it("asks a private host that the operator lists and the permissions name, and no other port", async () => {
    const server = createServer((_, response) => response.end("fine"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const host = `127.0.0.1:${port}`;
    const named = `searx.internal:${port}`;
    const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
    const own = createFetcher(limits, { resolve, privateHosts: [host, named] });
    const ask = (hosts: string[], to: string) =>
      own.fetch(hosts, input(`http://${to}/`), AbortSignal.timeout(5_000));
    expect(await ask([host], host)).toMatchObject({ status: 200 });
    expect(await ask([named], named)).toMatchObject({ status: 200 });
    await expect(ask(["*"], host)).rejects.toThrow("not among this function's permissions");
    await expect(ask(["127.0.0.1:1"], "127.0.0.1:1")).rejects.toThrow("is a private address");
    await own.close();
    server.close();
  });

  it("asks no listed name that leads to a link-local address", async () => {
    const resolve = async () => [{ address: "169.254.169.254", family: 4 }];
    const own = createFetcher(limits, { resolve, privateHosts: ["searx.internal"] });
    const asked = own.fetch(
      ["searx.internal"],
      input("http://searx.internal/"),
      AbortSignal.timeout(5_000),
    );
    await expect(asked).rejects.toThrow("leads to a private address");
  });
});
