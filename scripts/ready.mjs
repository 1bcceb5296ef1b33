/** Gets a checkout ready to run: packages as the lockfile says, and a built site no older than its sources. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

/** Installs when a package that the lockfile names is absent or another version. By content: a checkout sets any date. */
export function installed() {
  const there = packagesOf(join(root, 'node_modules/.package-lock.json'));
  const wanted = Object.entries(packagesOf(join(root, 'package-lock.json')));
  if (wanted.every(([path, { version, optional }]) => path === '' || optional || there[path]?.version === version)) return;
  console.log('Installing packages …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['ci', '--no-fund', '--no-audit'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
}

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stats.mtimeMs);
}

/** Runs a tool of node_modules with our Node; returns its exit status. */
export function tool(script, args, options = {}) {
  return spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit', ...options });
}

/** Builds both outputs. */
export function build() {
  for (const mode of ['production', 'single']) {
    const { status } = tool('vite/bin/vite.js', ['build', '--mode', mode, '--logLevel', 'warn']);
    if (status !== 0) throw new Error(`The build failed (${mode})`);
  }
}

/** Builds when a source is newer than what was built. */
export function built() {
  const outputs = ['dist/sw.js', 'dist-single/sipglass.html'].map((file) => join(root, file));
  const sources = ['src', 'public', 'scripts', 'index.html', 'vite.config.ts', 'package.json', 'package-lock.json'].map((file) => join(root, file));
  if (outputs.every((file) => existsSync(file)) && Math.min(...outputs.map(newest)) >= Math.max(...sources.map(newest))) return;
  console.log('Building …');
  build();
}
