/** Small habits a machine can see: no focused tests, no paths of one machine, nothing silenced without saying why. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../ready.mjs';
import { filesBelow } from './files.mjs';

export function habits() {
  const files = ['src', 'test', 'e2e', 'scripts', 'bench']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => filesBelow(folder, /\.(ts|mjs|md)$/));
  const problems = [];
  for (const { path, text } of files) {
    if (path === 'scripts/checks/habits.mjs') continue;
    for (const [index, line] of text.split('\n').entries()) {
      const here = `${path}:${index + 1}`;
      if (/\b(it|test|describe)\.only\(/.test(line)) problems.push(`${here}: a focused test`);
      if (/(['"`\s(])\/(home|root|Users|work)\/\w/.test(line)) problems.push(`${here}: a path of one machine`);
      if (/@ts-(ignore|nocheck)/.test(line)) problems.push(`${here}: types silenced`);
      if (/(oxlint|eslint|biome)-(disable|ignore)(?!.*(--|: ))/.test(line)) problems.push(`${here}: lint silenced without a reason`);
    }
  }
  const tracked = spawnSync('git', ['ls-files', '*.pcap', '*.pcapng', '*.cap'], { cwd: root, encoding: 'utf8' }).stdout ?? '';
  for (const file of tracked.split('\n').filter(Boolean))
    if (!/^(public\/samples|test)\//.test(file)) problems.push(`${file}: a capture outside public/samples and test`);
  return problems;
}
