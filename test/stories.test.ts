/**
 * One forged story, told in every container, on every link layer, cut into small windows, compressed, in IP fragments and over
 * IPv6, must index the same: one call of seven messages, two streams of 250 packets, nothing left over.
 */
import { describe, expect, test } from 'vitest';
import { endpoint } from './forge/address.ts';
import { containers, gzip } from './forge/capture.ts';
import { allLinks } from './forge/frames.ts';
import { alice, bob, tellPlainCall, type PlainCallOptions } from './forge/plain-call.ts';
import { createStory, type StoryOptions } from './forge/story.ts';
import { analysisOf, openOctets } from './open-octets.ts';
import type { FoundAnalysis } from './samples-compare.ts';

const train = { jitter: 2000, lost: [10, 11, 80], late: new Map([[120, 30]]) };
const tell = (story: StoryOptions = {}, call: PlainCallOptions = {}) => {
  const told = createStory(story);
  tellPlainCall(told, 0, { toCallee: train, ...call });
  return told;
};

/** What must not change: no address, no time of day, no file offset. */
async function essence(octets: Uint8Array, windowLength?: number): Promise<unknown> {
  const { engine } = await openOctets([{ name: 'story', octets }], windowLength);
  const { accounting, calls, dialogs, streams } = (await analysisOf(engine)) as FoundAnalysis;
  return {
    kinds: accounting.kinds,
    dialogs: dialogs.length,
    calls: calls.map((call) => ({
      state: call.state,
      pdd: call.pdd?.toFixed(3),
      talk: call.talkTime?.toFixed(3),
      messages: call.messages.map((message) => [message.frame, message.method ?? message.status]),
    })),
    streams: streams.map((stream) => ({ packets: stream.packets, callId: stream.callId, wireshark: rounded(stream.wireshark) })),
  };
}

/** Two decimals: containers differ in how finely they keep time. Lost packets, problem, shortest and longest delta, mean jitter. */
function rounded(measures: FoundAnalysis['streams'][number]['wireshark']): unknown {
  const { lost, problem, minDelta, maxDelta, meanJitter } = measures;
  return [lost, problem, ...[minDelta, maxDelta, meanJitter].map((value) => value.toFixed(2))];
}

const plain = essence(tell().capture());

test('the plain story', async () => {
  expect(await plain).toMatchObject({
    calls: [{ state: 'COMPLETED' }],
    streams: [
      { packets: 247, wireshark: [3, true, '9.44', '58.99', '1.44'] },
      { packets: 250, wireshark: [0, false, '20.00', '20.00', '0.00'] },
    ],
    kinds: { sip: 7, rtp: 497 },
  });
});

describe('containers', () => {
  test.each([...containers()])('%s', async (_, container) => {
    expect(await essence(tell().capture(container))).toEqual(await plain);
  });

  test('gzip, in one and in seven members', async () => {
    expect(await essence(gzip(tell().capture()))).toEqual(await plain);
    expect(await essence(gzip(tell().capture(), 7))).toEqual(await plain);
  });

  test('windows of 1, 100 and 4096 octets', async () => {
    for (const length of [1, 100, 4096]) expect(await essence(tell().capture(), length)).toEqual(await plain);
  });
});

describe('links', () => {
  test.each(allLinks.map((link) => [JSON.stringify(link), link] as const))('%s', async (_, link) => {
    expect(await essence(tell({ link }).capture())).toEqual(await plain);
  });

  test.each(allLinks.map((link) => [JSON.stringify(link), link] as const))('IPv6 on %s', async (_, link) => {
    const [caller, callee] = [
      { ...alice, at: endpoint('[2001:db8::10]:5060') },
      { ...bob, at: endpoint('[2001:db8::20]:5060') },
    ];
    expect(await essence(tell({ link }, { caller, callee }).capture())).toEqual(await plain);
  });
});

describe('network', () => {
  test('IPv4 options and IPv6 extension headers', async () => {
    expect(await essence(tell({}, { how: { options: Uint8Array.of(0x94, 4, 0, 0) } }).capture())).toEqual(await plain);
    const [caller, callee] = [
      { ...alice, at: endpoint('[2001:db8::10]:5060') },
      { ...bob, at: endpoint('[2001:db8::20]:5060') },
    ];
    expect(await essence(tell({}, { caller, callee, how: { extensions: [{ header: 0 }, { header: 60 }] } }).capture())).toEqual(await plain);
  });

  test('signalling in fragments of 200 octets is whole again', async () => {
    for (const address of ['192.0.2.10', '2001:db8::10']) {
      const caller = { ...alice, at: { address, port: 5060 } };
      const callee = { ...bob, at: { address: `${address}0`, port: 5060 } };
      const found = (await essence(tell({}, { caller, callee, how: { fragments: 200 } }).capture())) as {
        calls: { state: string; messages: unknown[] }[];
        kinds: Record<string, number>;
      };
      expect(found.calls[0]).toMatchObject({ state: 'COMPLETED' });
      expect(found.calls[0]?.messages.length).toBe(7);
      expect(found.kinds).toMatchObject({ sip: 7, rtp: 497 });
    }
  });
});
