/** First paint in at most 120 kB of script after gzip: what index.html names (the entry and what it imports at once). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../ready.mjs';

export const firstPaintLimit = 120_000;

/** Follows static imports from the scripts that the page names. */
export function firstPaintScripts(folder = join(root, 'dist')) {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const waiting = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((found) => found[1]);
  const sizes = new Map();
  while (waiting.length > 0) {
    const file = waiting.pop();
    if (sizes.has(file)) continue;
    const code = readFileSync(join(folder, file));
    sizes.set(file, gzipSync(code, { level: 9 }).length);
    for (const found of code.toString().matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) waiting.push(`assets/${found[1]}`);
  }
  return sizes;
}

export function size() {
  if (!existsSync(join(root, 'dist/index.html'))) return ['dist is not built'];
  const sizes = firstPaintScripts();
  const total = [...sizes.values()].reduce((sum, each) => sum + each, 0);
  console.log(`  first paint: ${(total / 1000).toFixed(1)} kB of script after gzip, ${firstPaintLimit / 1000} kB allowed`);
  if (sizes.size === 0) return ['index.html names no script'];
  if (total <= firstPaintLimit) return [];
  return [`first paint needs ${total} octets of script after gzip, ${firstPaintLimit} allowed`, ...[...sizes].map(([file, octets]) => `  ${file}: ${octets}`)];
}
