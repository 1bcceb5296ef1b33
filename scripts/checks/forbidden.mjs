/**
 * Proves that the compiler keeps the floors apart: in a copy of the tree, imports and platform names that no lease allows
 * are written into floors, and `tsc -b` must refuse each with the error that says so. A check that passes on nothing is none.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { root } from '../ready.mjs';

/** floor, what is written into it, the error the compiler must give. */
const trials = [
  ['rtp', "import type { Target } from '../sip/zz-target.ts';\nexport type Stolen = Target;\n", 'TS6307'],
  ['sip', "import { target } from '../sdp/zz-target.ts';\nexport const stolen: number = target;\n", 'TS6307'],
  ['base', "import { target } from '../net/zz-target.ts';\nexport const stolen: number = target;\n", 'TS6307'],
  ['capture', "import { target } from '../engine/zz-target.ts';\nexport const stolen: number = target;\n", 'TS6307'],
  ['ui/views', "import { target } from '../../app/zz-target.ts';\nexport const stolen: number = target;\n", 'TS6307'],
  ['ui/parts', "import type { Target } from '../../contract/zz-target.ts';\nexport type Stolen = Target;\n", 'TS6307'],
  ['ui/pages', "import { target } from '../../engine/zz-target.ts';\nexport const stolen: number = target;\n", 'TS6307'],
  ['wire', 'export const stolen: string = document.title;\n', 'TS2584'],
  ['engine', "console.log('stolen');\nexport const stolen: number = 1;\n", 'TS2584'],
  ['calls', 'export const stolen: string = process.version;\n', 'TS2591|TS2580|TS2304'],
];

export function forbiddenImports() {
  const copy = mkdtempSync(join(tmpdir(), 'sipglass-floors-'));
  try {
    for (const name of ['src', 'test', 'tsconfig.json', 'tsconfig.base.json']) {
      cpSync(join(root, name), join(copy, name), { recursive: true, filter: (path) => !path.includes(`${sep}.tsbuild`) });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    const problems = [];
    for (const floor of ['sip', 'sdp', 'net', 'engine', 'app', 'contract']) {
      writeFileSync(join(copy, 'src', floor, 'zz-target.ts'), 'export interface Target {\n  readonly a: number;\n}\nexport const target: number = 1;\n');
    }
    for (const [index, [floor, text]] of trials.entries()) writeFileSync(join(copy, 'src', floor, `zz-trial-${index}.ts`), text);
    // Each floor by itself: a floor above one that is refused would not be built at all.
    for (const [index, [floor, text, code]] of trials.entries()) {
      const tsc = join(dirname(join(root, 'node_modules/@typescript/native/package.json')), 'bin/tsc');
      const { stdout } = spawnSync(process.execPath, [tsc, '-p', join(copy, 'src', floor)], { cwd: copy, encoding: 'utf8' });
      const refused = stdout.split('\n').some((line) => line.includes(`zz-trial-${index}.ts`) && new RegExp(code).test(line));
      if (!refused) problems.push(`src/${floor}: the compiler let this pass (expected ${code}): ${text.split('\n')[0]}`);
    }
    return problems;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
