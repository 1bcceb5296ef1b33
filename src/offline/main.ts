/**
 * The service worker: keeps every built file, so that the address opens without a network after the first visit.
 * Cache first; the cache is named by the hash of all files. It answers for our own files only and fetches nothing else.
 */
declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: every file beside the page, and the hash over all of them. */
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

const prefix = `sipglass ${self.registration.scope} `;
const current = prefix + __VERSION__;

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(current);
  await Promise.all(__FILES__.map((file) => keep(cache, file)));
  // Nobody is using an older version: no reason to wait.
  if (self.registration.active === null) await self.skipWaiting();
}

/** A copy without the mark of a redirect (some hosts send index.html on to the folder): a page may not be answered with one. */
async function keep(cache: Cache, file: string): Promise<void> {
  const response = await fetch(new Request(file, { cache: 'reload' }));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  const { body, status, headers } = response;
  await cache.put(file, new Response(body, { status, headers }));
}

/** The version before this one stays: another tab may still need its pieces. */
async function dropOld(): Promise<void> {
  const older = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== current);
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
}

async function answer(request: Request): Promise<Response> {
  const isPage = request.mode === 'navigate' && request.url.split(/[?#]/)[0] === self.registration.scope;
  const wanted = isPage ? new URL('index.html', self.registration.scope).href : request;
  const options = { ignoreSearch: true, ignoreVary: true };
  const own = await (await caches.open(current)).match(wanted, options);
  if (own !== undefined) return own;
  for (const name of (await caches.keys()).reverse()) {
    const older = name.startsWith(prefix) ? await (await caches.open(name)).match(wanted, options) : undefined;
    if (older !== undefined) return older;
  }
  return fetch(request);
}
