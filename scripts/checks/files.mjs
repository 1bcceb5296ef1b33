/** What the checks read: source files, found the same way everywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from '../ready.mjs';

/** Files below `folder` whose name matches, as `{ path, text }`, path relative to the root with forward slashes. */
export function filesBelow(folder, matches) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && matches.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }));
}

/** The product's own source: no tests. */
export function productSource() {
  return filesBelow('src', /\.ts$/).filter(({ path }) => !path.endsWith('.test.ts'));
}

/** Blanks comments, keeping line numbers, so that a sentence about a thing is not the thing. */
export function withoutComments(text) {
  const blank = (comment) => comment.replace(/[^\n]/g, ' ');
  return text.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/(^|\s)\/\/[^\n]*/g, blank);
}

export function lineOf(text, at) {
  return text.slice(0, at).split('\n').length;
}
