/** Datagrams read as a person says: what nobody announced, what was announced wrongly, and types named by hand. */
import { expect, test } from 'vitest';
import type { DecodeRule } from '../src/contract/decode-as.ts';
import type { StreamRow } from '../src/contract/streams.ts';
import { writeCapture } from './forge/capture.ts';
import { endpoint } from './forge/address.ts';
import { tellPlainCall } from './forge/plain-call.ts';
import { createStory, type Story } from './forge/story.ts';
import { openOctets, type OpenedOctets } from './open-octets.ts';

const here = endpoint('192.0.2.10:4000');
const there = endpoint('192.0.2.20:6000');

function opened(teller: (story: Story) => void, rules: readonly DecodeRule[] = []): Promise<OpenedOctets> {
  const story = createStory({});
  teller(story);
  return openOctets([{ name: 'a.pcap', octets: writeCapture(story.told(), { format: 'pcap', linkType: 1 }) }], undefined, rules);
}

async function streams(teller: (story: Story) => void, rules: readonly DecodeRule[] = []): Promise<readonly StreamRow[]> {
  const { engine } = await opened(teller, rules);
  return engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } }, { offset: 0, limit: 100 }).rows;
}

/** Three packets: too few to be believed without an announcement. */
const few = (story: Story): void => story.rtp(0, here, there, { count: 3, payloadType: 97, ticks: 160 });
const many = (story: Story): void => story.rtp(0, here, there, { count: 200, payloadType: 97, ticks: 960 });
const between: Pick<DecodeRule, 'address' | 'port' | 'peer'> = { address: '192.0.2.20', port: 6000, peer: { address: '192.0.2.10', port: 4000 } };

test('three packets are no stream until somebody says so', async () => {
  expect(await streams(few)).toHaveLength(0);
  const [row] = await streams(few, [{ as: 'rtp', ...between, payloadTypes: [] }]);
  expect([row?.packets, row?.detectedBy, row?.wireshark.packets]).toEqual([3, 'decode-as', 3]);
});

test.each<readonly [string, Pick<DecodeRule, 'address' | 'port' | 'peer'>, number]>([
  ['a port of any address', { port: 4000 }, 1],
  ['an address and port', { address: '192.0.2.10', port: 4000 }, 1],
  ['another port', { port: 4001 }, 0],
  ['the port of another address', { address: '192.0.2.11', port: 4000 }, 0],
  ['another peer', { port: 4000, peer: { address: '192.0.2.99', port: 6000 } }, 0],
])('%s', async (_, ends, count) => {
  expect(await streams(few, [{ as: 'rtp', ...ends, payloadTypes: [] }])).toHaveLength(count);
});

test('a type named by hand has its clock rate, so its jitter', async () => {
  const [unnamed] = await streams(many);
  expect(unnamed?.payloadTypes[0]?.name).not.toBe('opus');
  const [row] = await streams(many, [{ as: 'rtp', ...between, payloadTypes: [{ payloadType: 97, name: 'opus', clockRate: 48_000 }] }]);
  expect(row?.payloadTypes).toMatchObject([{ number: 97, name: 'opus', clockRate: 48_000 }]);
  expect(row?.rfc3550.ptime).toBe(20);
  expect(row?.rfc3550.maxJitter).toBeLessThan(1);
});

test('what a person names beats what the SDP said, and the stream stays with its call', async () => {
  const call = (story: Story): void => {
    tellPlainCall(story, 0, { toCaller: { payloadType: 101 }, toCallee: { payloadType: 101 } });
  };
  const before = await streams(call);
  expect(before.find((row) => row.direction === 'toCaller')?.payloadTypes).toMatchObject([{ number: 101, name: 'telephone-event' }]);
  const after = await streams(call, [{ as: 'rtp', port: 4000, payloadTypes: [{ payloadType: 101, name: 'AMR', clockRate: 8000 }] }]);
  expect(after.find((row) => row.direction === 'toCaller')?.payloadTypes).toMatchObject([{ number: 101, name: 'AMR', clockRate: 8000 }]);
  expect(after.map((row) => [row.callId, row.packets])).toEqual(before.map((row) => [row.callId, row.packets]));
});

test('nothing is looked for in datagrams that are to be left alone', async () => {
  expect(await streams(many)).toHaveLength(1);
  expect(await streams(many, [{ as: 'none', ...between, payloadTypes: [] }])).toHaveLength(0);
});

test('the first rule that fits decides, and a rule whose address is none does nothing', async () => {
  const rules: readonly DecodeRule[] = [
    { as: 'rtp', address: 'nowhere', port: 4000, payloadTypes: [] },
    { as: 'none', port: 4000, payloadTypes: [] },
    { as: 'rtp', port: 4000, payloadTypes: [] },
  ];
  expect(await streams(few, rules)).toHaveLength(0);
});
