/**
 * Each library behind its door (docs/decisions), each floor as its lease says: what `tsc -b` cannot see, because any
 * floor can resolve any package. Also that the table in src/README.md and the tsconfigs say the same.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../ready.mjs';
import { filesBelow, productSource, withoutComments } from './files.mjs';

/** package → where it may be imported, and in how many files at most (files that import its types alone do not count). */
const doors = {
  lit: { under: /^src\/ui\/(parts|views|pages|words)\// },
  lucide: { under: /^src\/ui\/(parts|views|pages)\// },
  uplot: { under: /^src\/ui\/parts\/(sg-time-chart|chart-\w+)\.ts$/ },
  comlink: { under: /^src\/(app\/client|worker\/main)\.ts$/, files: 2 },
  '@noble/hashes': { under: /^src\/(worker|crypto)\//, files: 2 },
  '@noble/ciphers': { under: /^src\/crypto\//, files: 3 },
  fflate: { under: /^src\/(worker|engine)\//, files: 2 },
};

/** Every address imported; `types` when only types are. */
function imports(text) {
  const code = withoutComments(text);
  const statements = [...code.matchAll(/^\s*(?:import|export)\b(\s+type\b)?[^;'"`]*?\bfrom\s*'([^']+)'/gm)].map((found) => ({
    address: found[2],
    types: found[1] !== undefined,
  }));
  const others = [...code.matchAll(/^\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm)].map((found) => ({ address: found[1] ?? found[2], types: false }));
  return [...statements, ...others];
}

/** The package an address belongs to, its scope included. */
function packageOf(address) {
  return address
    .split('/')
    .slice(0, address.startsWith('@') ? 2 : 1)
    .join('/');
}

export function doorProblems(files) {
  const users = new Map();
  const problems = [];
  for (const { path, text } of files) {
    for (const { address, types } of imports(text)) {
      if (address.startsWith('.')) {
        if (!/\.(ts|css)(\?inline)?$/.test(address)) problems.push(`${path}: ${address} names no file (write the extension)`);
        continue;
      }
      if (address.startsWith('virtual:')) {
        if (!path.startsWith('src/app/')) problems.push(`${path}: ${address} is the app floor's`);
        continue;
      }
      const name = packageOf(address);
      const door = doors[name];
      if (!door?.under.test(path)) problems.push(`${path}: ${address} may not be imported here`);
      if (!types) users.set(name, (users.get(name) ?? new Set()).add(path));
    }
  }
  for (const [name, { files: most }] of Object.entries(doors)) {
    const paths = [...(users.get(name) ?? [])];
    if (most !== undefined && paths.length > most) problems.push(`${name} stands in ${paths.length} files, ${most} allowed: ${paths.join(', ')}`);
  }
  return problems;
}

export function packageDoors() {
  const blind = doorProblems([
    { path: 'src/sip/a.ts', text: "import { html } from 'lit';" },
    { path: 'src/engine/b.ts', text: "import type { Remote } from 'comlink';" },
    { path: 'src/ui/parts/c.ts', text: "import u from 'uplot';" },
    { path: 'src/ui/parts/sg-time-chart.ts', text: "import u from 'uplot';" },
    { path: 'src/ui/parts/d.ts', text: "const u = await import('uplot');" },
    { path: 'src/base/e.ts', text: "import { x } from './f';" },
  ]);
  return [...(blind.length === 5 ? [] : [`the check itself is wrong: ${blind.join('; ')}`]), ...doorProblems(productSource())];
}

function tsconfig(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8'));
}

/** The floor table of src/README.md against the tsconfigs, and the flags that lit elements silently die without. */
export function floors() {
  const problems = [];
  const named = new Map();
  for (const line of readFileSync(join(root, 'src/README.md'), 'utf8').split('\n')) {
    const cells = /^\| `([\w/]+)` \| ([^|]*) \|/.exec(line);
    if (cells) named.set(cells[1], [...cells[2].matchAll(/`([\w/]+)`/g)].map((found) => found[1]).sort());
  }
  const built = tsconfig('.').references.map(({ path }) => path);
  for (const [floor, table] of named) {
    const folder = `src/${floor}`;
    if (!built.includes(folder)) problems.push(`tsconfig.json does not build ${folder}`);
    if (!existsSync(join(root, folder, 'tsconfig.json'))) {
      problems.push(`${folder} has no tsconfig.json`);
      continue;
    }
    const { references = [], compilerOptions } = tsconfig(folder);
    const leased = references.map(({ path }) => join(folder, path).replaceAll('\\', '/').slice('src/'.length)).sort();
    if (leased.join() !== table.join()) problems.push(`${folder}: tsconfig leases ${leased.join(', ')}; src/README.md says ${table.join(', ')}`);
    const elements = filesBelow(folder, /\.ts$/).some(({ text }) => text.includes('@customElement'));
    if (elements && !(compilerOptions.experimentalDecorators === true && compilerOptions.useDefineForClassFields === false)) {
      problems.push(`${folder}: elements need experimentalDecorators true and useDefineForClassFields false`);
    }
  }
  for (const path of built) if (path.startsWith('src/') && !named.has(path.slice(4))) problems.push(`src/README.md has no row for ${path}`);
  return problems;
}
