// Stands in for the server while its own routes are being written: hands out dist/staff under the real Content-Security-Policy and answers the API
// out of memory, with the texts of locales/. `node web/staff/tests/stand_in.ts [port]` to look at the application by hand (admin, "mat khau 2026").
import { createServer, type Server, type ServerResponse } from "node:http";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import type { AddressInfo } from "node:net";
import { answerApi, newLibrary, type FakeLibrary } from "./fake_api.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const dist = join(root, "web/dist/staff");
const types: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

export interface StandIn {
  address: string;
  library: FakeLibrary;
  /** Bytes sent for files so far, compressed as on the wire; fonts apart. */
  sent(): { files: number; fonts: number };
  close(): Promise<void>;
}

function file(path: string): string | null {
  const wanted = normalize(join(dist, path));
  return wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : null;
}

export async function openStandIn(port = 0): Promise<StandIn> {
  const library = newLibrary(JSON.parse(readFileSync(join(root, "demo/units.json"), "utf8")), (language) => JSON.parse(readFileSync(join(root, `locales/${language}.json`), "utf8")));
  const sent = { files: 0, fonts: 0 };
  const page = (response: ServerResponse, path: string): void => {
    const found = file(path) ?? (extname(path) === "" ? join(dist, "index.html") : null);
    if (found === null) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("not found");
      return;
    }
    const kind = extname(found);
    const isFont = kind === ".woff2";
    response.writeHead(200, {
      "Content-Type": types[kind] ?? "application/octet-stream",
      "Content-Security-Policy": policy,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      ...(isFont ? {} : { "Content-Encoding": "gzip" }),
    });
    const body = isFont ? createReadStream(found) : createReadStream(found).pipe(createGzip({ level: 9 }));
    body.on("data", (chunk: Buffer | string) => (sent[isFont ? "fonts" : "files"] += chunk.length));
    body.pipe(response);
  };
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://stand-in").pathname;
    if (path.startsWith("/api/v1/")) void answerApi(library, request, response);
    else if (path.startsWith("/nhan-vien/")) page(response, path.slice("/nhan-vien".length));
    else response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end("<!doctype html><title>Portal</title><p>Trang tra cứu");
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    library,
    sent: () => ({ ...sent }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`${(await openStandIn(Number(process.argv[2] ?? 8099))).address}/nhan-vien/`);
