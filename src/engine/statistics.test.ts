import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeCapture } from '../../test/forge/capture.ts';
import { alice, bob, tellPlainCall } from '../../test/forge/plain-call.ts';
import { createCall } from '../../test/forge/sip.ts';
import { createStory, type Story } from '../../test/forge/story.ts';
import { openOctets } from '../../test/open-octets.ts';
import type { Statistics } from '../contract/statistics.ts';
import { Durations } from './spread.ts';

async function statisticsOf(teller: (story: Story) => void): Promise<Statistics> {
  const story = createStory({});
  teller(story);
  const { engine } = await openOctets([{ name: 'a.pcap', octets: writeCapture(story.told(), { format: 'pcap', linkType: 1 }) }]);
  return engine.statistics();
}

/** A plain call, and one that is busy after a repeated INVITE. */
function tellTwo(story: Story): void {
  tellPlainCall(story);
  const call = createCall(alice, bob, { callId: 'busy@192.0.2.10' });
  const invite = call.invite({});
  story.sip(8000, invite);
  story.sip(8500, invite);
  const busy = call.respond(invite, 486);
  story.sip(8700, busy);
  story.sip(8710, call.acknowledge(busy));
}

test('methods, responses and response times', async () => {
  const { methods, messages, retransmissions } = await statisticsOf(tellTwo);
  expect([messages, retransmissions]).toEqual([11, 1]);
  const invite = methods.find(({ method }) => method === 'INVITE');
  expect(invite).toMatchObject({ requests: 2, retransmissions: 1, unanswered: 0 });
  expect(invite?.responses).toEqual([100, 180, 200, 486].map((status) => ({ status, count: 1 })));
  // the newest copy of the request counts: 200 ms, not 700
  expect(invite?.firstResponse).toMatchObject({ count: 2, most: 200 });
  expect(invite?.finalResponse?.most).toBe(1000);
  expect(methods.find(({ method }) => method === 'ACK')).toMatchObject({ requests: 2, unanswered: 0 });
});

test('outcomes of all, by address and by user agent', async () => {
  const { total, endpoints, userAgents } = await statisticsOf(tellTwo);
  expect(total).toMatchObject({ calls: 2, answered: 1, failed: 0, asr: 50, ner: 100, ser: 50, seer: 100 });
  expect(total.acd).toBeCloseTo(5020, 0);
  expect(endpoints.map(({ key, calls }) => [key, calls])).toEqual([
    ['192.0.2.10', 2],
    ['192.0.2.20', 2],
  ]);
  expect(endpoints.find(({ key }) => key === '192.0.2.10')?.retransmissions).toBe(1);
  expect(userAgents.map(({ key }) => key)).toContain('Forge phone 1.0');
});

test('the load over time adds up', async () => {
  const { load, messages } = await statisticsOf(tellTwo);
  const seconds = load.width / 1e9;
  expect(load.messages.reduce((sum, rate) => sum + rate * seconds, 0)).toBeCloseTo(messages, 6);
  expect(Math.max(...load.calls)).toBe(1);
  expect(Math.max(...load.streams)).toBe(2);
});

test('a percentile is within 2 % of the sorted one, mean and most are exact', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 }), (values) => {
      const durations = new Durations();
      for (const value of values) durations.add(value);
      const sorted = values.toSorted((a, b) => a - b);
      const spread = durations.spread()!;
      const exact = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
      expect(spread.most).toBe(sorted.at(-1));
      expect(Math.abs(spread.median / exact(0.5) - 1)).toBeLessThan(0.0201);
      expect(Math.abs(spread.p95 / exact(0.95) - 1)).toBeLessThan(0.0201);
    }),
  );
});
