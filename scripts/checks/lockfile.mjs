/** The lockfile: no download addresses (they differ from place to place), every platform's tools, no install scripts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../ready.mjs';

const native = ['@biomejs/cli', '@oxlint/binding', '@oxlint-tsgolint/', '@rolldown/binding', '@typescript/typescript', 'lightningcss'];

export function lockfile() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = Object.keys(lock.packages);
  const problems = [];
  for (const [name, entry] of Object.entries(lock.packages)) {
    if (entry.resolved !== undefined && /^\w+:/.test(entry.resolved)) problems.push(`${name} names a download address`);
    if (entry.hasInstallScript && !entry.optional) problems.push(`${name} runs a script when installed`);
  }
  for (const tool of native) {
    for (const platform of ['darwin', 'win32', 'linux']) {
      if (!names.some((name) => name.startsWith(`node_modules/${tool}`) && name.includes(platform))) problems.push(`${tool} lacks ${platform}`);
    }
  }
  const runtime = Object.keys(manifest.dependencies ?? {});
  if (runtime.length > 7) problems.push(`${runtime.length} runtime dependencies, 7 allowed: ${runtime.join(', ')}`);
  return problems;
}
