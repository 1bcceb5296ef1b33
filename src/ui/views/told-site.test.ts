/** Where a call lost packets is told once: its facts and its finding never contradict each other. */
import { expect, test } from 'vitest';
import type { FindingRow } from '../../contract/findings.ts';
import { toldSite } from './stream-look.ts';

const loss = (value: number, site: string): FindingRow => ({ rule: 'LOSS', value, facts: { site } }) as never;

test('what the far end reported outweighs "cannot be told"', () => {
  const row = { lossSite: 'unclear', lostBetween: undefined } as const;
  expect(toldSite(row, [loss(1, 'capture'), loss(5, 'network')])).toBe('Most likely on the network');
  expect(toldSite(row, [])).toBe('where cannot be told');
  expect(toldSite(row, [loss(5, 'unclear')])).toBe('where cannot be told');
  expect(toldSite({ lossSite: 'between', lostBetween: [{ from: 'B', to: 'A', lost: 4 }] }, [loss(5, 'between')])).toBe('Between capture points B and A');
});
