/** Units, properties and oracle, all in Node. What the build makes up stands in as the build makes it. */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { buildFacts, captureWorker } from './scripts/plugins.ts';

export default defineConfig({
  plugins: [captureWorker(), buildFacts({ single: false })],
  // by itself vitest leaves one core free, which is half of a machine with two
  test: {
    maxWorkers: availableParallelism(),
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
