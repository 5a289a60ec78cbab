// Starts the real program on a throw-away data folder with the demo province, as a library would.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env["TANGTHU_PROGRAM"] ?? join(root, "build/release/tangthu");

export interface Library {
  /** `http://127.0.0.1:port`, without a slash. */
  address: string;
  data: string;
  /** Runs a command of the program on the same data folder; fails loudly when it does. */
  run(...words: string[]): string;
  close(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function answers(address: string, server: ChildProcess): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode} before it answered`);
    try {
      if ((await fetch(`${address}/healthz`)).ok) return;
    } catch {
      // not listening yet
    }
    if (Date.now() > until) throw new Error(`${address} did not answer within 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export async function openLibrary(): Promise<Library> {
  const folder = mkdtempSync(join(tmpdir(), "tangthu-e2e-"));
  const data = join(folder, "data");
  const run = (...words: string[]): string => {
    const done = spawnSync(program, ["--data", data, ...words], { encoding: "utf8", timeout: 120_000 });
    if (done.status !== 0) throw new Error(`tangthu ${words.join(" ")}: ${done.status}\n${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  run("demo", "load");

  const address = `http://127.0.0.1:${await freePort()}`;
  const server = spawn(program, ["--data", data, "serve", "--listen", address.slice("http://".length)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  server.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  try {
    await answers(address, server);
  } catch (problem) {
    server.kill("SIGKILL");
    throw new Error(`${(problem as Error).message}\n${said}`);
  }
  return {
    address,
    data,
    run,
    close: () =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => server.kill("SIGKILL"), 10_000);
        server.once("exit", (code, signal) => {
          clearTimeout(late);
          rmSync(folder, { recursive: true, force: true });
          // A server asked to stop stops cleanly; one that had to be killed is a failure of its own.
          if (signal === "SIGKILL") reject(new Error(`the server did not stop within 10 s\n${said}`));
          else if (code !== 0 && code !== null) reject(new Error(`the server ended with ${code}\n${said}`));
          else resolve();
        });
        server.kill("SIGTERM");
      }),
  };
}
