/** Places of agents' passwords: what is beyond the bound is refused, not leaked. */
import { expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { hep3 } from '../../test/forge/hep.ts';
import { udpFragments } from '../../test/forge/network.ts';
import { AddressTable } from '../net/address.ts';
import { TcpFlow } from '../net/tcp-flow.ts';
import { HepKeys } from './hep-keys.ts';
import type { SipIndex } from './sip-index.ts';
import { StreamHost } from './stream-host.ts';
import { StreamPath } from './stream-path.ts';
import { Tables } from './tables.ts';

const RAW_IP = 101;
const [agent, server] = [endpoint('203.0.113.5:40000'), endpoint('203.0.113.6:9060')];

test('limit.hepKeys: fragments and segments beyond it are refused', () => {
  const keys = new HepKeys(2);
  const octets = hep3(agent, server, 'x', { key: 'a' });
  const addresses = new AddressTable();
  const [fragment] = udpFragments(agent, server, octets, 64);
  const hide = (packet: number): boolean => keys.hide(packet, fragment!.slice(), RAW_IP, addresses);
  expect(keys.noteDatagram({ octets, packets: [0, 1] }, 0)).toBe(true);
  expect([hide(0), hide(7)]).toEqual([true, true]);
  expect(keys.noteSegment(3)).toBe(true);
  const stream = keys.stream(new TcpFlow(0, 1, 2, 3, 4), 5);
  stream.read(100, 100, 5);
  expect(stream.note(50, 10, 5, true)).toBe(false);
  expect([hide(0), hide(3), hide(7)]).toEqual([true, false, false]);
});

test('limit.hepKeys is said of a stream', () => {
  const tables = Object.assign(new Tables(false, () => undefined), { hepKeys: new HepKeys(0) });
  const path = new StreamPath(new TcpFlow(0, 1, 2, 3, 4), new StreamHost(tables, undefined as unknown as SipIndex));
  const octets = hep3(agent, server, 'a log', { type: 100, key: 'a' });
  path.take(octets, 0, octets.length, 0, 0);
  expect(tables.diagnostics.counts().map(({ code }) => code)).toEqual(['limit.hepKeys']);
});
