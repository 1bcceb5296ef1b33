/** The file on disk changes or vanishes while its capture is open: it is said where octets are wanted, all else stays, the page goes on. */
import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatRoute } from '../src/app/route.ts';
import { inspector } from '../src/ui/words/en/inspector.ts';
import { ladder } from '../src/ui/words/en/ladder.ts';
import { givenPath, open, outcome, readGrid } from './acts.ts';
import { samplePath } from './facts.ts';
import { expect, test } from './fixtures.ts';
import { exported, show, textOnScreen, type ExportedIds } from './screens.ts';

for (const how of ['changes', 'vanishes'] as const)
  test(`a file that ${how} while it is open`, async ({ page, site }) => {
    const folder = mkdtempSync(join(tmpdir(), 'sipglass-vanishing-'));
    const path = join(folder, 'call.pcapng');
    copyFileSync(samplePath('clean-call.pcapng'), path);
    try {
      await page.goto(site.url);
      await page.locator('input[type=file]').first().setInputFiles(path);
      expect(await outcome(page)).toMatchObject({ opens: true });
      const { calls } = await exported<ExportedIds>(page);
      if (how === 'changes') appendFileSync(path, 'more');
      else rmSync(path);
      await show(page, formatRoute({ view: 'call', callIds: [calls[0]!.callId] }));
      await expect(page.getByRole('listbox', { name: ladder.title }).getByRole('option').first()).toBeVisible();
      expect(await textOnScreen(page)).toContain(inspector.gone);
      await show(page, formatRoute({ view: 'packets', frame: 3 }));
      expect(await textOnScreen(page)).toContain(inspector.gone);
      // what needs no octets is whole
      await show(page, formatRoute({ view: 'streams' }));
      expect((await readGrid(page, /stream/i)).rows.length).toBe(2);
      expect(await open(page, givenPath(samplePath('busy.pcap')))).toMatchObject({ opens: true });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
