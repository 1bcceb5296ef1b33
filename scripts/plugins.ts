/**
 * Our build steps, each a small vite plugin: the worker as text, what the page knows about its build, the policy in the
 * page, one self-contained file, and the service worker that knows every file by its content.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import { classicScript } from './classic-script.ts';
import { licences } from './licenses.ts';
import { headersFile, hosted, policy, single } from './policy.ts';

const root = resolve(import.meta.dirname, '..');
const workerDoor = join(root, 'src/worker/main.ts');
const offlineDoor = join(root, 'src/offline/main.ts');

/** Samples go into the single file while all of them together stay below this many octets. */
const embeddedSamplesLimit = 1_500_000;

/** `virtual:capture-worker`: the decoding worker as the text of one classic script. */
export function captureWorker(): Plugin {
  const id = 'virtual:capture-worker';
  let minify = false;
  return {
    name: 'sipglass:capture-worker',
    configResolved: (config) => {
      minify = config.command === 'build' && config.build.minify !== false;
    },
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(loaded) {
      if (loaded !== `\0${id}`) return undefined;
      if (!existsSync(workerDoor)) {
        this.warn('src/worker/main.ts is missing: the worker will only say so');
        return `export default ${JSON.stringify("setTimeout(() => { throw new Error('This build has no worker: src/worker/main.ts is missing'); });")};`;
      }
      const { code, files } = await classicScript(workerDoor, { minify });
      for (const file of files) this.addWatchFile(file);
      return { code: `export default ${JSON.stringify(code)};`, map: null };
    },
  };
}

/** `virtual:build`: version, whether a service worker was built, and the samples (with their octets in the single file). */
export function buildFacts(options: { readonly single: boolean }): Plugin {
  const id = 'virtual:build';
  let offline = false;
  return {
    name: 'sipglass:build-facts',
    configResolved: (config) => {
      offline = config.command === 'build' && !options.single;
    },
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(loaded) {
      if (loaded !== `\0${id}`) return undefined;
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
      return `export const version = ${JSON.stringify(version)}; export const offline = ${offline}; export const samples = ${JSON.stringify(samples(options.single))};`;
    },
  };
}

interface SampleFile {
  readonly name: string;
  readonly size: number;
  readonly base64?: string;
  readonly title?: Readonly<Record<string, string>>;
  readonly story?: Readonly<Record<string, string>>;
}

function samples(embed: boolean): readonly SampleFile[] {
  const folder = join(root, 'public/samples');
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.(pcap|pcapng|cap|gz)$/.test(name))
        .sort()
    : [];
  const told = stories(join(folder, 'index.json'));
  // told in the order of the index, the others after them by name
  const place = (name: string): number => [...told.keys()].indexOf(name) + 1 || told.size + 1;
  const files = names.sort((a, b) => place(a) - place(b)).map((name) => ({ name, size: statSync(join(folder, name)).size, ...told.get(name) }));
  if (!embed) return files;
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total >= embeddedSamplesLimit) return [];
  return files.map((file) => ({ ...file, base64: readFileSync(join(folder, file.name)).toString('base64') }));
}

/** What index.json beside the samples tells of each file: a title and its story, per language. */
function stories(index: string): ReadonlyMap<string, Pick<SampleFile, 'title' | 'story'>> {
  if (!existsSync(index)) return new Map();
  const entries = JSON.parse(readFileSync(index, 'utf8')) as readonly ({ readonly file: string } & Required<Pick<SampleFile, 'title' | 'story'>>)[];
  return new Map(entries.map(({ file, title, story }) => [file, { title, story }]));
}

/** The policy as the first thing in the head. Not while developing: the development client needs inline styles and a socket. */
export function pagePolicy(): Plugin {
  return {
    name: 'sipglass:policy',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: (html) => withPolicy(html, policy(hosted)) },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: licences() });
    },
  };
}

function withPolicy(html: string, text: string): string {
  const at = html.indexOf('<meta charset="utf-8">');
  if (at < 0) throw new Error('index.html must open its head with <meta charset="utf-8">');
  const end = at + '<meta charset="utf-8">'.length;
  return `${html.slice(0, end)}\n    <meta http-equiv="Content-Security-Policy" content="${text}">${html.slice(end)}`;
}

/** Folds script, style and icon into the page and names them by hash, so that the file needs nothing beside it. */
export function oneFile(name: string): Plugin {
  return {
    name: 'sipglass:one-file',
    apply: 'build',
    enforce: 'post',
    // After vite's own, which still write into the chunks.
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') throw new Error('no index.html in the bundle');
        let html = String(page.source);
        const hashes = { script: [] as string[], style: [] as string[] };
        for (const [fileName, file] of Object.entries(bundle)) {
          if (file === page) continue;
          if (file.type === 'chunk') html = inlined(html, 'script', fileName, scriptText(file.code), hashes.script);
          else if (fileName.endsWith('.css')) html = inlined(html, 'style', fileName, String(file.source), hashes.style);
          delete bundle[fileName];
        }
        html = html.replace(/\s*<link rel="(manifest|apple-touch-icon)"[^>]*>/g, '');
        html = html.replace(/href="[^"]*icons\/sipglass\.svg"/, () => `href="${svgAddress(join(root, 'public/icons/sipglass.svg'))}"`);
        if (/(src|href)="(?!data:|#)[^"]*"/.test(html.replace(/<script[\s\S]*?<\/script>/g, ''))) throw new Error('the single file still names another file');
        // A block of data, not a script: the type is none the browser runs.
        html = html.replace('</body>', () => `<script type="text/plain" id="licences">\n${scriptText(licences())}\n</script>\n  </body>`);
        page.source = withPolicy(html, policy(single(hashes.script, hashes.style)));
        page.fileName = name;
      },
    },
  };
}

/** Takes the tag that names `fileName` out and puts its text in: scripts at the end of the body, styles where they stood. */
function inlined(html: string, kind: 'script' | 'style', fileName: string, text: string, hashes: string[]): string {
  const escaped = fileName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const tag = kind === 'script' ? new RegExp(`\\s*<script[^>]*src="[^"]*${escaped}"[^>]*></script>`) : new RegExp(`\\s*<link[^>]*href="[^"]*${escaped}"[^>]*>`);
  if (!tag.test(html)) throw new Error(`the page does not name ${fileName}: was it split?`);
  hashes.push(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  const body = kind === 'script' ? `<script type="module">${text}</script>` : `<style>${text}</style>`;
  const without = html.replace(tag, () => (kind === 'style' ? body : ''));
  return kind === 'style' ? without : without.replace('</body>', () => `${body}\n  </body>`);
}

/** HTML ends a script at these, whatever JavaScript thinks; inside strings and regular expressions the escapes mean the same. */
function scriptText(code: string): string {
  return code
    .trim()
    .replace(/<\/script/gi, '<\\/script')
    .replace(/<!--/g, '\\x3C!--');
}

function svgAddress(file: string): string {
  return `data:image/svg+xml;base64,${readFileSync(file).toString('base64')}`;
}

/** Writes sw.js last, when every other file is in place, public ones included. Its version is the hash of them all. */
export function serviceWorker(): Plugin {
  let out = '';
  return {
    name: 'sipglass:service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      out = resolve(config.root, config.build.outDir);
    },
    async closeBundle(failure) {
      if (failure || !existsSync(join(out, 'index.html'))) return;
      rmSync(join(out, 'sw.js'), { force: true });
      const files = filesBelow(out).filter((file) => file !== '_headers');
      const hash = createHash('sha256');
      for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(out, file)));
      const define = { __FILES__: JSON.stringify(files), __VERSION__: JSON.stringify(hash.digest('hex').slice(0, 16)) };
      const { code } = await classicScript(offlineDoor, { minify: true, define });
      writeFileSync(join(out, 'sw.js'), code);
    },
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
