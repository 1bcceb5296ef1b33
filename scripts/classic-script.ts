/**
 * Bundles one door (the worker, the service worker) into one classic script, as text. Classic, because a module worker
 * from a blob does not load on file:// and a blob has no URL to import beside.
 */
import { build } from 'vite';

export interface ClassicScript {
  readonly code: string;
  /** Every file that went in, for watching. */
  readonly files: readonly string[];
}

export async function classicScript(entry: string, options: { readonly minify: boolean; readonly define?: Record<string, string> }): Promise<ClassicScript> {
  const files: string[] = [];
  const result = await build({
    configFile: false,
    logLevel: 'error',
    ...(options.define ? { define: options.define } : {}),
    plugins: [
      {
        name: 'sipglass:files-of-bundle',
        buildEnd() {
          for (const id of this.getModuleIds()) if (id.startsWith('/') || /^[A-Za-z]:/.test(id)) files.push(id.split('?')[0] ?? id);
        },
      },
    ],
    build: {
      write: false,
      copyPublicDir: false,
      modulePreload: false,
      reportCompressedSize: false,
      minify: options.minify,
      rolldownOptions: { input: entry, output: { format: 'iife', codeSplitting: false } },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  for (const output of outputs) {
    if (!('output' in output)) continue;
    const chunk = output.output.find((each) => each.type === 'chunk' && each.isEntry);
    if (chunk?.type === 'chunk') return { code: chunk.code, files };
  }
  throw new Error(`Nothing was bundled from ${entry}`);
}
