/** Lanes of opened captures: which are one box and why, and rows whose clock contradicts their cause. */
import { expect, test } from 'vitest';
import { tellChain, tellRelay, tellTwoSides } from '../../test/forge/lane-stories.ts';
import { openOctets } from '../../test/open-octets.ts';
import type { Ladder } from '../contract/ladder.ts';

async function ladderOf(octets: Uint8Array): Promise<Ladder> {
  const { engine } = await openOctets([{ name: 'a.pcap', octets }]);
  return engine.ladder([0]);
}
const bondsOf = ({ lanes, bonds }: Ladder): string[] =>
  bonds.map(({ a, b, reasons, isSure }) => `${isSure ? '' : '?'}${lanes[a]!.address} ${lanes[b]!.address}: ${[...reasons].sort().join(' ')}`);

test('both sides of a proxy are one box, and so is media with who announced it', async () => {
  const ladder = await ladderOf(tellTwoSides());
  expect(ladder.lanes.map(({ address }) => address)).toEqual(['192.0.2.10', '198.51.100.5', '203.0.113.5', '203.0.113.20', '203.0.113.21']);
  expect(bondsOf(ladder)).toEqual(['198.51.100.5 203.0.113.5: recordRoute relay', '203.0.113.20 203.0.113.21: media']);
  expect(ladder.rows.filter((row) => row.kind === 'message' && row.clock !== undefined)).toEqual([]);
});

test('a far side whose clock is behind: cause first, and the row says what the clock says', async () => {
  const ladder = await ladderOf(tellTwoSides(30));
  const messages = ladder.rows.filter((row) => row.kind === 'message');
  const told = (await ladderOf(tellTwoSides())).rows.filter((row) => row.kind === 'message');
  const hops = (rows: typeof messages): string[] => rows.map((row) => `${row.fromLane}>${row.toLane} ${row.method ?? row.status}`);
  expect([...hops(messages)].sort()).toEqual([...hops(told)].sort());
  const late = messages.filter((row) => row.clock !== undefined).map((row) => `${row.method} ${row.fromLane} ${row.clock!.behind / 1e6}`);
  expect(late).toEqual(['INVITE 2 25', 'ACK 2 25']);
  for (const row of messages.filter((one) => one.clock !== undefined))
    expect(messages.findIndex((one) => one.place.packet === row.clock!.cause.packet)).toBeLessThan(messages.indexOf(row));
});

test('sound that comes in at one address and leaves from the other, both ways, makes a relay one box; one way offers it', async () => {
  const ladder = await ladderOf(tellRelay({ isBothWays: true }));
  expect(bondsOf(ladder).filter((bond) => bond.includes('rtp'))).toEqual(['198.51.100.9 203.0.113.9: rtp']);
  expect(bondsOf(await ladderOf(tellRelay({ isBothWays: false }))).filter((bond) => bond.includes('rtp'))).toEqual(['?198.51.100.9 203.0.113.9: rtp']);
  // another sound behind it, or so late that more than one box lies between
  expect(bondsOf(await ladderOf(tellRelay({ isBothWays: true, isOther: true }))).filter((bond) => bond.includes('rtp'))).toEqual([]);
  expect(bondsOf(await ladderOf(tellRelay({ isBothWays: true, delay: 60 }))).filter((bond) => bond.includes('rtp'))).toEqual([]);
});

test('no two proxies of a chain are taken for one box', async () => {
  const ladder = await ladderOf(tellChain(60));
  expect(ladder.lanes).toHaveLength(61);
  expect(ladder.bonds.filter((bond) => bond.isSure)).toEqual([]);
});
