/**
 * `node bench/against.mjs COMMIT`: what has been added since COMMIT costs a capture, as a ratio: both built pages open the same
 * file in turn in one browser, so that both meet the same machine. Odd rounds begin with the older page.
 *   --rounds N (5)     --only media,sip,needle     --quick   100 MB instead of 1 GB
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from '../scripts/ready.mjs';
import { openFile, productPage, startBrowser } from './browser.mjs';
import { NOISE, load, watchOthers } from './machine.mjs';
import { median, minimum, seconds } from './statistics.mjs';
import { place, requireGenerator, root, warm, workload } from './workloads.mjs';

const args = process.argv.slice(2);
const option = (name, otherwise) => (args.includes(name) ? (args[args.indexOf(name) + 1] ?? otherwise) : otherwise);
const commit = args[0];
if (commit === undefined || commit.startsWith('--')) {
  console.error('node bench/against.mjs COMMIT [--rounds N] [--only media,sip,needle] [--quick]');
  process.exit(2);
}

/** Builds the page from a folder of the repository with the libraries installed here. */
function buildSite(folder, name) {
  const outDir = join(place, name);
  const { status } = tool('vite/bin/vite.js', ['build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'], { cwd: folder });
  if (status !== 0) process.exit(1);
  return outDir;
}

function buildOlder() {
  const tree = join(place, 'older');
  const git = (...words) => execFileSync('git', words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  git('worktree', 'prune');
  if (existsSync(tree)) git('worktree', 'remove', '--force', tree);
  git('worktree', 'add', '--detach', tree, commit);
  try {
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    return buildSite(tree, 'site-older');
  } finally {
    git('worktree', 'remove', '--force', tree);
  }
}

async function openOnce(bench, file) {
  warm(file);
  const { context, page } = await productPage(bench);
  try {
    const opened = await openFile(page, file);
    if (!opened.opens) throw new Error(`${file} was refused`);
    return opened;
  } finally {
    await context.close();
  }
}

requireGenerator();
mkdirSync(place, { recursive: true });
const pages = { older: await startBrowser(buildOlder()), newer: await startBrowser(buildSite(root, 'site')) };
try {
  for (const kind of option('--only', 'media,sip').split(',')) {
    const file = workload(`${kind}-${args.includes('--quick') ? '100m' : '1g'}`);
    const times = { older: [], newer: [] };
    for (let i = 0; i < Number(option('--rounds', '5')); i++) {
      const others = watchOthers();
      const before = load();
      for (const which of i % 2 === 0 ? ['older', 'newer'] : ['newer', 'older']) {
        times[which].push((await openOnce(pages[which], file)).milliseconds);
      }
      const foreign = others();
      const noisy = foreign !== undefined && foreign > NOISE ? '  NOISY' : '';
      console.log(`  ${kind}, load ${before.toFixed(1)}: ${commit} ${seconds(times.older[i])}, now ${seconds(times.newer[i])}${noisy}`);
    }
    const ratio = (of) => (of(times.newer) / of(times.older)).toFixed(3);
    console.log(`${kind}: now / ${commit}: medians ${ratio(median)}, minima ${ratio(minimum)}`);
  }
} finally {
  for (const each of Object.values(pages)) await each.stop();
}
