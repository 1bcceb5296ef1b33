/** `npm start`: installs and builds what is missing, serves the built site and says where. */
import { join } from 'node:path';
import { built, installed, root } from './ready.mjs';
import { serve } from './serve.mjs';

installed();
built();
const wanted = Number(process.env['PORT'] ?? 4173);
const site = await serve(join(root, 'dist'), { port: wanted }).catch(() => serve(join(root, 'dist')));
console.log(`\n  Sipglass: ${site.url}`);
console.log('  Ready with a sample: drop a capture on the page, or choose one of the samples on it.');
console.log(`  One file for a colleague, no server needed: ${join('dist-single', 'sipglass.html')}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    void site.stop().then(() => process.exit(0));
  });
}
