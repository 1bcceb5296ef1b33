/** The licences of what reaches the user, to be shipped with it: the runtime dependencies and theirs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Name, version and licence text of each, by name. Types alone reach nobody. */
export function licences(): string {
  const found = new Map<string, string>();
  const waiting = Object.keys(manifest(root).dependencies ?? {});
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const folder = join(root, 'node_modules', name);
    if (found.has(name) || name.startsWith('@types/') || !existsSync(folder)) continue;
    const { version, license = 'see below', dependencies = {} } = manifest(folder);
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    found.set(name, `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()}\n`);
    waiting.push(...Object.keys(dependencies));
  }
  const own = `Sipglass (MIT)\n\n${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}\n`;
  return [own, ...[...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)].join(`\n${'-'.repeat(80)}\n\n`);
}
