import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openOctets } from '../../test/open-octets.ts';
import type { Engine } from './engine.ts';

const everything = { text: '', states: [], problems: [], sort: { column: 'index', descending: false } } as const;

async function openShared(name: string): Promise<Engine | undefined> {
  const path = new URL(`../../../shared/captures/${name}`, import.meta.url);
  if (!existsSync(path)) {
    console.warn(`\n!!! NOT COMPARED: ${path.pathname} is not there\n`);
    return undefined;
  }
  return (await openOctets([{ name, octets: new Uint8Array(readFileSync(path)) }])).engine;
}

describe('captures of others', () => {
  test('the two Call-IDs of a call through Asterisk are one family', async () => {
    const engine = await openShared('goffinet_sip_captures/sip-2phones-B2BUA-Asterisk.pcapng');
    if (engine === undefined) return;
    const { rows } = engine.calls(everything, { offset: 0, limit: 10 });
    expect(rows.map(({ legs, legDepth }) => [legs, legDepth])).toEqual([[1, 0], [1, 1]]);
    const family = await engine.legs(rows[1]!.call);
    console.log(JSON.stringify(family, null, 1).slice(0, 6000));
  });

  test('none of 771 calls of a generator is linked', async () => {
    const engine = await openShared('goffinet_sip_captures/uac-uas-scenario-sipp.pcapng');
    if (engine === undefined) return;
    const { rows, total } = engine.calls(everything, { offset: 0, limit: 1000 });
    expect(total).toBe(771);
    expect(rows.filter(({ legs }) => legs > 0)).toEqual([]);
  });
});
