/**
 * Serves a folder as the plainest static host would: files, types, nothing else. No header of ours unless asked for, so
 * what holds here holds on any host. `npm start` and the browser tests use it. Only this machine can reach it.
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** The path below `folder` that an address names, or undefined when it leaves it. */
function fileOf(folder, prefix, address) {
  const path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
  if (!path.startsWith(prefix)) return undefined;
  const below = path.slice(prefix.length);
  const file = normalize(join(folder, below === '' || below.endsWith('/') ? `${below}index.html` : below));
  return file.startsWith(folder + sep) ? file : undefined;
}

/**
 * The headers a host would send that reads the built `_headers` file: those of its first, general, part.
 * @param {string} folder
 * @returns {Record<string, string>}
 */
export function builtHeaders(folder) {
  const [, general = ''] = /^\/\*\n((?: {2}.*\n)*)/.exec(readFileSync(join(folder, '_headers'), 'utf8')) ?? [];
  return Object.fromEntries(
    general
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

/**
 * `prefix` begins and ends with a slash. Port 0: any free one. Resolves with the address and a way to stop.
 * @param {string} folder
 * @param {{ port?: number, prefix?: string, headers?: Record<string, string>, host?: string }} [options]
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export function serve(folder, { port = 0, prefix = '/', headers = {}, host = '127.0.0.1' } = {}) {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    let file;
    try {
      file = fileOf(root, prefix, request.url ?? '/');
      if (file === undefined || !statSync(file).isFile()) throw new Error('no such file');
    } catch {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found');
      return;
    }
    response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Cache-Control': 'no-cache', ...headers });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      const stop = () =>
        new Promise((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      done({ url: `http://${host}:${server.address().port}${prefix}`, stop });
    });
  });
}
