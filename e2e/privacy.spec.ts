/**
 * Nothing leaves (design principle 1; goals S1 to S4): with every sample opened, neither page nor worker asks anything
 * of another host, and neither could. A second host stands by that would answer anybody, and must never be asked.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtHeaders, serve } from '../scripts/serve.mjs';
import { expect, openFiles, pardon, root, samplePaths, test, type Watch } from './fixtures.ts';

let canary: Server;
let canaryUrl = '';
let asked: string[] = [];

test.beforeAll(async () => {
  canary = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/javascript' }).end('globalThis.__stolen = true;');
  });
  await new Promise<void>((done) => canary.listen(0, '127.0.0.1', done));
  canaryUrl = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/`;
});

test.beforeEach(() => {
  asked = [];
});

test.afterAll(async () => {
  await new Promise((done) => canary.close(done));
});

test('opening every sample asks nothing of anybody', async ({ page, site, watch }) => {
  test.slow();
  const dist = join(root, 'dist');
  const built = new Set(readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => !file.startsWith('samples')));
  await page.goto(site.url);
  for (const path of samplePaths()) {
    const before: string[] = [];
    const note = (request: { url(): string }): number => before.push(request.url());
    page.on('request', note);
    await openFiles(page, [path]);
    page.off('request', note);
    // Pieces of the page that are loaded when first needed, and their kin: built files, named without a query.
    expect(before.filter((url) => !url.startsWith('blob:') && !built.has(url.slice(site.url.length)))).toEqual([]);
  }
  expect(watch.foreignRequests).toEqual([]);
});

test('nothing of a session is stored but settings', async ({ page, site }) => {
  await page.goto(site.url);
  await openFiles(page, samplePaths().slice(0, 1));
  const stored = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).length,
    cookies: document.cookie,
  }));
  expect(stored.local.filter((key) => !key.startsWith('sipglass.'))).toEqual([]);
  expect(stored).toMatchObject({ session: [], databases: 0, cookies: '' });
});

test('the page cannot reach another host', async ({ page, site, watch }) => {
  await page.goto(site.url);
  const outcomes = await page.evaluate(async (url) => {
    const tried = async (attempt: () => unknown): Promise<string> => {
      try {
        await attempt();
        return 'allowed';
      } catch {
        return 'refused';
      }
    };
    const image = (): Promise<void> =>
      new Promise((done, fail) => {
        const element = new Image();
        element.onload = () => done();
        element.onerror = () => fail(new Error('refused'));
        element.src = `${url}image`;
      });
    return {
      fetch: await tried(() => fetch(`${url}fetch`)),
      import: await tried(() => import(`${url}import`)),
      image: await tried(image),
      socket: await tried(
        () =>
          new Promise((done, fail) => {
            const socket = new WebSocket(url.replace('http', 'ws'));
            socket.onopen = done;
            socket.onerror = fail;
          }),
      ),
    };
  }, canaryUrl);
  expect(outcomes).toEqual({ fetch: 'refused', import: 'refused', image: 'refused', socket: 'refused' });
  expect(asked).toEqual([]);
  provoked(watch);
});

test('the page runs no text as code and starts no worker but ours', async ({ page, site, watch }) => {
  await page.goto(site.url);
  // In a task of the page's own: what the test protocol evaluates is let through by the browser.
  const outcomes = await page.evaluate(
    () =>
      new Promise<Record<string, string>>((done) => {
        setTimeout(() => {
          const tried = (attempt: () => unknown): string => {
            try {
              attempt();
              return 'allowed';
            } catch (problem) {
              return problem instanceof Error ? problem.name : 'refused';
            }
          };
          const blob = URL.createObjectURL(new Blob(['0']));
          const factory = (globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes;
          done({
            code: tried(() => new Function('return 1')),
            evaluated: tried(() => (0, eval)('1')),
            worker: tried(() => new Worker(blob)),
            markup: tried(() => {
              document.createElement('div').innerHTML = '<b>x</b>';
            }),
            policy: tried(() => factory.createPolicy('another', {})),
            samePolicy: tried(() => factory.createPolicy('app-worker', {})),
          });
        });
      }),
  );
  expect(outcomes).toEqual({
    code: 'EvalError',
    evaluated: 'EvalError',
    worker: 'TypeError',
    markup: 'TypeError',
    policy: 'TypeError',
    samePolicy: 'TypeError',
  });
  provoked(watch);
});

test('the worker has no way out and runs no text as code', async ({ page, site, watch }) => {
  await page.goto(site.url);
  await openFiles(page, samplePaths().slice(0, 1));
  const worker = page.workers()[0];
  if (worker === undefined) throw new Error('no worker is running');
  expect(worker.url()).toMatch(/^blob:/);
  const outcomes = await worker.evaluate(
    (url) =>
      new Promise<{ there: string[]; code: string; imported: string }>((done) => {
        setTimeout(() => {
          const names = [
            'fetch',
            'XMLHttpRequest',
            'WebSocket',
            'EventSource',
            'WebTransport',
            'BroadcastChannel',
            'importScripts',
            'indexedDB',
            'caches',
            'Worker',
            'RTCPeerConnection',
          ];
          const there = names.filter((name) => (globalThis as Record<string, unknown>)[name] !== undefined);
          let code = 'allowed';
          try {
            new Function('return 1');
          } catch (problem) {
            code = problem instanceof Error ? problem.name : 'refused';
          }
          import(`${url}import`).then(
            () => done({ there, code, imported: 'allowed' }),
            () => done({ there, code, imported: 'refused' }),
          );
        });
      }),
    canaryUrl,
  );
  expect(outcomes).toEqual({ there: [], code: 'EvalError', imported: 'refused' });
  expect(asked).toEqual([]);
  provoked(watch);
});

test('a worker from a blob is bound by the policy in the page, without the seal', async ({ page, watch }) => {
  // The same site, its worker's text replaced by one that tries: this is the first lock alone.
  const folder = mkdtempSync(join(tmpdir(), 'sipglass-worker-'));
  cpSync(join(root, 'dist'), folder, { recursive: true });
  rmSync(join(folder, 'sw.js'));
  const trial = `fetch(${JSON.stringify(`${canaryUrl}worker`)}).then(() => 'allowed', () => 'refused').then((answer) => { globalThis.__answer = answer; });`;
  let replaced = 0;
  for (const name of readdirSync(join(folder, 'assets')).filter((each) => each.endsWith('.js'))) {
    const file = join(folder, 'assets', name);
    const code = readFileSync(file, 'utf8');
    const changed = code.replace(/new Blob\(\[[\w$]+\](?=,\{type:.text\/javascript)/, () => `new Blob([${JSON.stringify(trial)}]`);
    if (changed !== code) replaced += 1;
    writeFileSync(file, changed);
  }
  expect(replaced, 'places where the worker starts').toBe(1);
  const altered = await serve(folder);
  try {
    await page.goto(altered.url);
    await page.locator('input[type=file]').first().setInputFiles(samplePaths().slice(0, 1));
    await expect.poll(() => page.workers().length).toBeGreaterThan(0);
    const worker = page.workers()[0];
    await expect.poll(() => worker?.evaluate(() => (globalThis as { __answer?: string }).__answer)).toBe('refused');
    expect(asked).toEqual([]);
  } finally {
    provoked(watch, altered.url);
    await altered.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('works under the headers of the built header file too', async ({ page, watch }) => {
  const folder = join(root, 'dist');
  const strict = await serve(folder, { headers: builtHeaders(folder) });
  try {
    const response = await page.goto(strict.url);
    expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
    expect(response?.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
    await openFiles(page, samplePaths().slice(0, 1));
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  } finally {
    pardon(watch, strict.url);
    await strict.stop();
  }
});

/** The test broke the policy itself and saw it hold; what the page did on its own is watched in every other test. */
function provoked(watch: Watch, ownUrl = canaryUrl): void {
  const mine = [ownUrl, canaryUrl, canaryUrl.replace('http', 'ws')];
  watch.violations.length = 0;
  watch.foreignRequests.splice(0, watch.foreignRequests.length, ...watch.foreignRequests.filter((url) => !mine.some((each) => url.startsWith(each))));
}
