/** Turns a script that imports the product's TypeScript into one that this Node runs, with the tool that builds the site. */
import { join } from 'node:path';
import { build } from 'vite';
import { place, root } from './workloads.mjs';

/** Path of `bench/<name>.mjs` with everything it imports in one file. */
export async function bundled(name) {
  const outDir = join(place, 'bundles');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: join(root, 'bench', `${name}.mjs`),
      outDir,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
    ssr: { noExternal: true },
  });
  return join(outDir, `${name}.mjs`);
}
