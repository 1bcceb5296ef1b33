/**
 * `npm test`: everything that must hold, on a machine that has only Node. Installs what is missing, goes on after a
 * failure, counts every check and every test, and says `N passed, N failed` last. `-- --only unit,lint` runs a part;
 * `--only checks` runs all but the builds and the tests.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, installed, root, tool } from './ready.mjs';

const minutes = 60_000;
const results = join(root, '.tsbuild/results');

/** A tool whose exit status is the answer. */
function passes(script, args, options) {
  return () => {
    const { status, error } = tool(script, args, { timeout: 5 * minutes, ...options });
    return status === 0 ? [] : [`${script} ended with ${error?.message ?? status}`];
  };
}

/** A check of ours: its module is loaded late, since it may need packages that are only now installed. */
function own(file, name) {
  return async () => (await import(`./checks/${file}.mjs`))[name]();
}

function compiler() {
  const { stdout } = tool('@typescript/native/bin/tsc', ['--version'], { stdio: 'pipe', encoding: 'utf8' });
  return /^Version 7\./.test(stdout) ? [] : [`tsc is not TypeScript 7 but ${stdout.trim() || 'missing'}`];
}

/** lit-analyzer asks the TypeScript 6 API; it is quiet about elements it does not know, so it must have seen some. */
function templates() {
  // Off: it takes a number with a unit, `.style=${text}` and `nothing` for wrong types, and knows no newer attribute or CSS.
  const off = ['no-missing-import', 'no-incompatible-type-binding', 'no-incompatible-property-type', 'no-invalid-css', 'no-unknown-attribute'].flatMap(
    (rule) => [`--rules.${rule}`, 'off'],
  );
  const { status, stdout, stderr } = tool('lit-analyzer/cli.js', ['src/ui', '--strict', ...off], { stdio: 'pipe', encoding: 'utf8', timeout: 5 * minutes });
  if (status !== 0) console.log(stdout || stderr);
  const seen = /Analyzing (\d+) file/.exec(`${stdout}${stderr}`);
  if (!seen || Number(seen[1]) < 5) return [`lit-analyzer saw ${seen?.[1] ?? 'no'} files`];
  return status === 0 ? [] : [`lit-analyzer ended with ${status}`];
}

async function browser() {
  const { getBrowser } = await import('./browser.mjs');
  const { path } = getBrowser();
  console.log(`  ${path ?? 'Playwright’s own Chromium'}`);
  return [];
}

function builds() {
  build();
  const missing = ['dist/index.html', 'dist/sw.js', 'dist/_headers', 'dist-single/sipglass.html'].filter((file) => !existsSync(join(root, file)));
  return missing.map((file) => `${file} was not built`);
}

function report(name) {
  mkdirSync(results, { recursive: true });
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  return { file, read: () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined) };
}

/** vitest: units, properties, oracle. A file that cannot be loaded counts as one failure. */
function unit() {
  const { file, read } = report('unit');
  const { status } = tool('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { timeout: 12 * minutes });
  const told = read();
  if (told === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const dead = told.testResults.filter((each) => each.status === 'failed' && !each.assertionResults.some((test) => test.status === 'failed')).length;
  const failed = told.numFailedTests + dead;
  const unexplained = status !== 0 && failed === 0 ? 1 : 0;
  return { passed: told.numPassedTests, failed: failed + unexplained, skipped: told.numPendingTests + told.numTodoTests };
}

/** Playwright on the built site. A flaky test is a failed one. */
function e2e() {
  const { file, read } = report('e2e');
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const { status } = tool('@playwright/test/cli.js', ['test', '--reporter=list,json'], { timeout: 20 * minutes, env });
  const stats = read()?.stats;
  if (stats === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed + (status !== 0 && failed === 0 ? 1 : 0), skipped: stats.skipped };
}

const steps = [
  { name: 'browser', what: 'a Chromium to test with', run: browser },
  { name: 'compiler', group: 'checks', what: 'the compiler is TypeScript 7', run: compiler },
  { name: 'types', group: 'checks', what: 'types, floor by floor', run: passes('@typescript/native/bin/tsc', ['-b', '--force']) },
  { name: 'forbidden', group: 'checks', what: 'the compiler refuses forbidden imports', run: own('forbidden', 'forbiddenImports') },
  { name: 'floors', group: 'checks', what: 'floors as src/README.md says', run: own('doors', 'floors') },
  { name: 'doors', group: 'checks', what: 'each library behind its door', run: own('doors', 'packageDoors') },
  { name: 'sinks', group: 'checks', what: 'text from captures is only text', run: own('sinks', 'sinks') },
  { name: 'habits', group: 'checks', what: 'habits', run: own('habits', 'habits') },
  { name: 'lockfile', group: 'checks', what: 'lockfile fit for every platform', run: own('lockfile', 'lockfile') },
  { name: 'lint', group: 'checks', what: 'lint', run: passes('oxlint/bin/oxlint', ['--type-aware', '--quiet']) },
  { name: 'templates', group: 'checks', what: 'templates', run: templates },
  { name: 'format', group: 'checks', what: 'format', run: passes('@biomejs/biome/bin/biome', ['format', '--max-diagnostics=5', '.']) },
  { name: 'unused', group: 'checks', what: 'no dead code', run: passes('knip/bin/knip.js', ['--no-progress']) },
  { name: 'build', what: 'both outputs build', run: builds },
  { name: 'size', what: 'first paint within its size', run: own('size', 'size') },
  { name: 'unit', what: 'units, properties, oracle', count: unit },
  { name: 'e2e', what: 'the built site in a browser', count: e2e },
];

function chosen(args) {
  const at = args.indexOf('--only');
  const only = at < 0 ? undefined : (args[at + 1] ?? '').split(',');
  const unknown = only?.filter((name) => !steps.some((step) => step.name === name || step.group === name)) ?? [];
  if (unknown.length > 0) {
    console.error(`No step is called ${unknown.join(', ')}. Steps: checks, ${steps.map((step) => step.name).join(', ')}`);
    process.exit(2);
  }
  return only === undefined ? steps : steps.filter((step) => only.includes(step.name) || (step.group !== undefined && only.includes(step.group)));
}

async function outcome(step) {
  if (step.count) return step.count();
  const problems = await step.run();
  for (const problem of problems.slice(0, 40)) console.log(`  ✗ ${problem}`);
  if (problems.length > 40) console.log(`  … and ${problems.length - 40} more`);
  return { passed: problems.length === 0 ? 1 : 0, failed: problems.length === 0 ? 0 : 1, skipped: 0 };
}

installed();
const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
for (const step of chosen(process.argv.slice(2))) {
  console.log(`\n── ${step.what} (${step.name})`);
  const began = Date.now();
  let counted;
  try {
    counted = await outcome(step);
  } catch (problem) {
    console.log(`  ✗ ${problem instanceof Error ? problem.message : problem}`);
    counted = { passed: 0, failed: 1, skipped: 0 };
  }
  for (const key of ['passed', 'failed', 'skipped']) total[key] += counted[key];
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  lines.push(
    `${counted.failed === 0 ? '✓' : '✗'} ${step.name.padEnd(10)} ${String(counted.passed).padStart(5)} passed ${String(counted.failed).padStart(4)} failed  ${seconds} s`,
  );
}
console.log(`\n${lines.join('\n')}`);
if (!existsSync(join(root, '../shared/captures'))) console.log('\n!! ../shared/captures is absent: the oracle tests on it did not run.');
if (total.skipped > 0) console.log(`\n!! ${total.skipped} tests were skipped.`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
