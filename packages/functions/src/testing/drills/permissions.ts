import { readdirSync, readlinkSync } from "node:fs";
import { familyOf } from "../../host/memory.ts";
import { runBare } from "./bare.ts";
import { attempts, type Drill, inlet, openFilter, withHost } from "./drill.ts";

/** Each as an expression of hostile code; all of it has to be denied, absent, or harmless as noted. */
const probes: Record<string, string> = {
  "Deno namespace": "Deno.version",
  "Deno in globalThis": "globalThis['De' + 'no'].readTextFileSync('/etc/passwd')",
  Worker: "new Worker('data:text/javascript,1', { type: 'module' })",
  localStorage: "localStorage.setItem('a', 'b')",
  sessionStorage: "sessionStorage.setItem('a', 'b')",
  caches: "caches.open('a')",
  WebSocket: "new WebSocket('ws://127.0.0.1:1')",
  EventSource: "new EventSource('http://127.0.0.1:1')",
  BroadcastChannel: "new BroadcastChannel('a')",
  "global fetch": "fetch('http://127.0.0.1:1')",
  "global process": "process.env",
  "read a file": "(await load('node:fs')).readFileSync('/etc/passwd')",
  "read a file, promised": "(await load('node:fs/promises')).readFile('/etc/hostname')",
  "list a folder": "(await load('node:fs')).readdirSync('/')",
  "list its own folder": "(await load('node:fs')).readdirSync('.')",
  "stat a file": "(await load('node:fs')).statSync('/etc/passwd')",
  "open a file": "(await load('node:fs')).openSync('/etc/passwd', 'r')",
  "resolve a link": "(await load('node:fs')).realpathSync('/proc/self/exe')",
  "write a file": "(await load('node:fs')).writeFileSync('/tmp/parley-drill', 'x')",
  "write in its folder": "(await load('node:fs')).writeFileSync('./parley-drill', 'x')",
  "make a folder": "(await load('node:fs')).mkdirSync('/tmp/parley-drill-folder')",
  "make a link": "(await load('node:fs')).symlinkSync('/etc/passwd', './link')",
  "remove a file": "(await load('node:fs')).rmSync('/tmp/parley-nothing')",
  "watch a folder":
    "await new Promise((ok, no) => load('node:fs').then((m) => m.watch('/tmp').on('error', no).on('change', ok)).catch(no))",
  "its environment": "(await load('node:fs')).readFileSync('/proc/self/environ')",
  "its command line": "(await load('node:fs')).readFileSync('/proc/self/cmdline')",
  "its memory": "(await load('node:fs')).readFileSync('/proc/self/mem')",
  "an environment variable":
    "(await load('node:process')).env.DENO_DIR ?? (() => { throw new Error('unset') })()",
  "run a programme": "(await load('node:child_process')).execSync('id')",
  "start a programme":
    "await new Promise((_, no) => load('node:child_process').then((m) => m.spawn('id').on('error', no)).catch(no))",
  fork: "(await load('node:child_process')).fork('/tmp/x.js')",
  "a worker of Node":
    "await new Promise((ok, no) => load('node:worker_threads').then((m) => new m.Worker('require(`fs`).readFileSync(`/etc/passwd`)', { eval: true }).on('error', no).on('exit', ok)).catch(no))",
  "kill a process": "(await load('node:process')).kill(1, 'SIGTERM')",
  "the machine's name": "(await load('node:os')).hostname()",
  "the machine's networks": "(await load('node:os')).networkInterfaces()",
  "who runs it": "(await load('node:os')).userInfo()",
  "the machine's memory": "(await load('node:os')).totalmem()",
  "connect over TCP":
    "await new Promise((ok, no) => load('node:net').then((m) => m.connect(1, '127.0.0.1').on('connect', ok).on('error', no)).catch(no))",
  "listen on TCP":
    "await new Promise((ok, no) => load('node:net').then((m) => m.createServer().on('error', no).listen(0, ok)).catch(no))",
  "ask over HTTP":
    "await new Promise((ok, no) => load('node:http').then((m) => m.get('http://127.0.0.1:1', ok).on('error', no)).catch(no))",
  "ask over HTTP/2":
    "await new Promise((ok, no) => load('node:http2').then((m) => m.connect('http://127.0.0.1:1').on('connect', ok).on('error', no)).catch(no))",
  "ask over TLS":
    "await new Promise((ok, no) => load('node:tls').then((m) => m.connect(443, '127.0.0.1').on('secureConnect', ok).on('error', no)).catch(no))",
  "send a datagram":
    "await new Promise((ok, no) => load('node:dgram').then((m) => m.createSocket('udp4').on('error', no).send('x', 1, '127.0.0.1', (e) => (e ? no(e) : ok()))).catch(no))",
  "resolve a name": "await (await load('node:dns/promises')).lookup('localhost')",
  "connect to a socket file":
    "await new Promise((ok, no) => load('node:net').then((m) => m.connect('/var/run/docker.sock').on('connect', ok).on('error', no)).catch(no))",
  "open a database": "new (await load('node:sqlite')).DatabaseSync('/tmp/parley-drill.db')",
  "load a library": "(await load('node:process')).dlopen({ exports: {} }, '/lib/x.so')",
  require: "(await load('node:module')).createRequire('file:///')('/etc/passwd')",
  inspector: "(await load('node:inspector')).open(0)",
};

/** The same without the runner between: what the process itself is denied. */
const bareProbes: Record<string, string> = {
  "read a file": "Deno.readTextFileSync('/etc/passwd')",
  "read a file, later": "await Deno.readTextFile('/etc/passwd')",
  "list a folder": "[...Deno.readDirSync('/')]",
  "list its own": "[...Deno.readDirSync('.')]",
  "read its command line": "Deno.readTextFileSync('/proc/self/cmdline')",
  "write a file": "Deno.writeTextFileSync('/tmp/parley-drill', 'x')",
  "make a temporary file": "Deno.makeTempFileSync()",
  "its environment": "Deno.env.toObject()",
  "a variable": "Deno.env.get('PATH') ?? Deno.env.get('DENO_DIR')",
  "run a programme": "new Deno.Command('id').outputSync()",
  "load a library": "Deno.dlopen('/lib/x86_64-linux-gnu/libc.so.6', {})",
  connect: "await Deno.connect({ hostname: '127.0.0.1', port: 1 })",
  "connect to a socket file":
    "await Deno.connect({ transport: 'unix', path: '/var/run/docker.sock' })",
  listen: "Deno.listen({ port: 0 })",
  "resolve a name": "await Deno.resolveDns('example.com', 'A')",
  ask: "await fetch('http://127.0.0.1:1')",
  "web socket":
    "await new Promise((ok, no) => { const s = new WebSocket('ws://127.0.0.1:1'); s.onopen = ok; s.onerror = (e) => no(e.error ?? new Error(e.message)); })",
  "the machine's name": "Deno.hostname()",
  "its networks": "Deno.networkInterfaces()",
  "its user": "Deno.uid()",
  "its load": "Deno.loadavg()",
  "its memory": "Deno.systemMemoryInfo()",
  "kill a process": "Deno.kill(1, 'SIGTERM')",
  "ask for a permission":
    "(await Deno.permissions.request({ name: 'read' })).state === 'granted' ? 1 : (() => { throw new Error('denied') })()",
  "fs of Node": "(await import('node:fs')).readFileSync('/etc/passwd')",
  "a process of Node": "(await import('node:child_process')).execSync('id')",
  "a database of Node": "new (await import('node:sqlite')).DatabaseSync('/tmp/parley-drill.db')",
  "attach a file":
    "new (await import('node:sqlite')).DatabaseSync(':memory:').exec(\"ATTACH '/tmp/parley-drill.db' AS x\")",
  "a worker":
    "await new Promise((ok, no) => { const w = new Worker('data:text/javascript,postMessage(Deno.readTextFileSync(`/etc/passwd`))', { type: 'module' }); w.onmessage = ok; w.onerror = (e) => { e.preventDefault(); no(new Error(e.message)); }; })",
};

/** What fails unheard would end the process before the next is tried. */
const unheard =
  "for (const type of ['error', 'unhandledrejection']) addEventListener(type, (event) => event.preventDefault());\n";

export const permissionsDrill: Drill = {
  id: "X-01",
  sentence: "a function may read, write, run, and reach nothing",
  run: () =>
    // Some parts of Node end the process where Deno's own namespace is gone: that is denial as well.
    withHost({ limits: { crashes: 1_000, restartMs: [0] } }, async (host) => {
      // What needs a part of Node is tried below, where these parts are whole.
      const within = Object.entries(probes).filter(([, code]) => !code.includes("load('node:"));
      const list = within.map(
        ([name, code]) => `${JSON.stringify(name)}: () => settled(async () => ${code}, 1000)`,
      );
      const source = `const all = { ${list.join(", ")} };\n${attempts}`;
      const session = await openFilter(host, "probe", {
        handlers: "async inlet({ body }) { return { outcome: await all[body.name]() } }",
        more: source,
      });
      const problems: string[] = [];
      const outcomes: Record<string, string> = {};
      for (const [name] of within) {
        const found = await inlet(session, { name });
        outcomes[name] = String(found.outcome ?? found.error);
        if (found.outcome === undefined && !/its process ended/.test(String(found.error))) {
          problems.push(`${name}: ${JSON.stringify(found)}`);
        }
        if (String(found.outcome).startsWith("GOT")) problems.push(`${name}: ${found.outcome}`);
      }
      session.close();
      const beneath = Object.entries({ ...probes, ...bareProbes }).filter(
        ([name]) => !within.some(([known]) => known === name),
      );
      const bare = beneath.map(
        ([name, code]) =>
          `console.log(${JSON.stringify(name)} + ": " + (await settled(async () => ${code})));`,
      );
      const printed = (
        await runBare(`${unheard}${attempts}\n${bare.join("\n")}\nDeno.exit(0);`)
      ).split("\n");
      for (const [name] of beneath) {
        const line = printed.find((one) => one.startsWith(`${name}: `)) ?? `${name}: not tried`;
        outcomes[name] = line.slice(name.length + 2);
        if (/: (?:GOT|not tried)/.test(line)) problems.push(`without the runner, ${line}`);
      }
      return { problems, figures: { probes: Object.keys(outcomes).length, ...outcomes } };
    }),
};

export const descriptorsDrill: Drill = {
  id: "X-04",
  sentence: "a function's process has three descriptors of Parley's, and none more",
  run: () =>
    withHost({}, async (host) => {
      const session = await openFilter(host, "descriptors", "inlet() { return {} }");
      const found = await inlet(session);
      const pids = familyOf(process.pid).filter((pid) => pid !== process.pid);
      const own = pids.flatMap(descriptorsOf);
      session.close();
      // What it shares with this process was handed down; what has a name has to be its own cache's.
      const shared = new Set(descriptorsOf(process.pid));
      const foreign = own.filter((target) =>
        target.startsWith("/")
          ? !/^\/dev\/(?:null|u?random)$|\/parley-functions-\w+\/p\d+\/cache\//.test(target)
          : shared.has(target) && !target.startsWith("anon_inode:"),
      );
      const problems = [
        ...(found.error === undefined ? [] : [String(found.error)]),
        ...(own.length === 0 ? ["its process was not found"] : []),
        ...foreign.map((target) => `its process holds ${target}`),
      ];
      return { problems, figures: { seenFromOutside: own.length } };
    }),
};

function descriptorsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}
