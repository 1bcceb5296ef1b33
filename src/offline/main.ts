/**
 * The service worker: keeps every built file, so that the address opens without a network after the first visit.
 * Cache first; the cache is named by the hash of all files. It answers for our own files only and fetches nothing else.
 */
/** Put in by the build: every file beside the page, and the hash over all of them. */
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

const scope = globalThis as unknown as ServiceWorkerGlobalScope;

/** Another copy of Sipglass on the same host has another scope, hence other caches. */
const prefix: string = `sipglass ${scope.registration.scope} `;
const current: string = prefix + __VERSION__;

scope.addEventListener('install', (event) => {
  event.waitUntil(keepAll());
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => scope.clients.claim()));
});

scope.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(scope.skipWaiting());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope.registration.scope)) return;
  event.respondWith(answer(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(current);
  await Promise.all(__FILES__.map((file) => keep(cache, file)));
  // Nobody is using an older version: no reason to wait.
  if (scope.registration.active === null) await scope.skipWaiting();
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
  const isPage = request.mode === 'navigate' && request.url.split(/[?#]/)[0] === scope.registration.scope;
  const wanted = isPage ? new URL('index.html', scope.registration.scope).href : request;
  const options = { ignoreSearch: true, ignoreVary: true };
  const own = await (await caches.open(current)).match(wanted, options);
  if (own !== undefined) return own;
  for (const name of (await caches.keys()).reverse()) {
    const older = name.startsWith(prefix) ? await (await caches.open(name)).match(wanted, options) : undefined;
    if (older !== undefined) return older;
  }
  return fetch(request);
}
