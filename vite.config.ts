/**
 * Two outputs from one source. `vite build`: dist/, for any path of any static host. `vite build --mode single`:
 * dist-single/sipglass.html, one file that works opened from disk. Both start the worker from a blob (see scripts/plugins.ts).
 */
import { defineConfig } from 'vite';
import { buildFacts, captureWorker, oneFile, pagePolicy, serviceWorker } from './scripts/plugins.ts';

export default defineConfig(({ mode }) => {
  const single = mode === 'single';
  return {
    base: './',
    publicDir: single ? false : 'public',
    plugins: [captureWorker(), buildFacts({ single }), ...(single ? [oneFile('sipglass.html')] : [pagePolicy(), serviceWorker()])],
    build: {
      outDir: single ? 'dist-single' : 'dist',
      emptyOutDir: true,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
      assetsInlineLimit: single ? Number.MAX_SAFE_INTEGER : 0,
      cssCodeSplit: !single,
      ...(single ? { modulePreload: false as const, rolldownOptions: { output: { codeSplitting: false } } } : { modulePreload: { polyfill: false } }),
    },
  };
});
