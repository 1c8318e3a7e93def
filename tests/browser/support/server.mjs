// A server for a folder of files, on a free port of this machine.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.wasm', 'application/wasm'],
]);

/**
 * Serves `folder` at `prefix` (the page works in any folder of a site). With `gzip` every answer is compressed
 * as a web server would do it. `answers` lists what was asked for since it was last emptied; `bytes` is what
 * went over the wire.
 */
export async function serve(folder, { prefix = '/', gzip = false } = {}) {
  const answers = [];
  const files = new Map();

  async function file(path) {
    if (!files.has(path)) {
      const raw = await readFile(path);
      files.set(path, gzip ? gzipSync(raw, { level: 9 }) : raw);
    }
    return files.get(path);
  }

  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const inside = normalize(asked.endsWith('/') ? `${asked}index.html` : asked);
    const path = join(folder, inside.slice(prefix.length));
    try {
      if (!inside.startsWith(normalize(prefix)) || !path.startsWith(normalize(folder + sep))) throw new Error('outside');
      const body = await file(path);
      answers.push({ path: asked, status: 200, bytes: body.length });
      response.writeHead(200, {
        'content-type': TYPES.get(extname(path)) ?? 'application/octet-stream',
        'cache-control': 'no-store',
        ...(gzip ? { 'content-encoding': 'gzip' } : {}),
      });
      response.end(body);
    } catch {
      answers.push({ path: asked, status: 404, bytes: 0 });
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
    }
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    address: origin + prefix,
    answers,
    // A browser keeps connections open on which it never asked anything; `close` alone would wait for them.
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
