import { expect, test } from 'vitest';
import { writeCapture } from '../../test/forge/capture.ts';
import { alice, bob, tellPlainCall } from '../../test/forge/plain-call.ts';
import { audio } from '../../test/forge/sdp.ts';
import { network } from '../../test/diagnoses/network.ts';
import { endpoint } from '../../test/forge/address.ts';
import { createCall } from '../../test/forge/sip.ts';
import { createStory, type Story } from '../../test/forge/story.ts';
import { openOctets } from '../../test/open-octets.ts';
import { findingFamilies, findingSeverities } from '../contract/findings.ts';
import { severities } from '../findings/finding.ts';
import { families } from '../findings/rule.ts';
import type { Engine } from './engine.ts';

async function opened(teller: (story: Story) => void): Promise<Engine> {
  const story = createStory({});
  teller(story);
  return (await openOctets([{ name: 'a.pcap', octets: writeCapture(story.told(), { format: 'pcap', linkType: 1 }) }])).engine;
}

function tellMissingAck(story: Story): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')) });
  const ok = call.respond(invite, 200, { sdp: audio(endpoint('192.0.2.20:6000')) });
  story.sip(0, invite);
  for (const at of [100, 600, 1600, 3600, 7600, 11_600]) story.sip(at, ok);
}

test('words of the contract are those of the floor', () => {
  expect(findingSeverities).toEqual(severities);
  expect(findingFamilies).toEqual(families);
});

test('a 2xx that nobody acknowledges is found, with its copies as proof', async () => {
  const engine = await opened(tellMissingAck);
  expect(engine.findingGroups('rule')).toMatchObject([
    { key: 'ACK-MISSING', severity: 'error', subjects: 1, calls: 1, alone: 0 },
    { key: 'SIP-RETX-RESP', severity: 'warning', subjects: 1, calls: 1 },
  ]);
  const [finding, child] = await engine.findingsOfCall(0);
  expect(child).toMatchObject({ rule: 'SIP-RETX-RESP', parent: 'ACK-MISSING' });
  expect(finding?.facts).toMatchObject({ copies: 6 });
  expect(finding?.evidence.map(({ place, title }) => [place.frame, title])).toEqual([2, 3, 4, 5, 6, 7].map((frame) => [frame, '200 OK']));
  expect(engine.findingsOf('rule', 'ACK-MISSING')).toEqual([finding]);
  const [from] = engine.findingGroups('endpoint');
  expect(from).toMatchObject({
    key: '192.0.2.10',
    rules: [
      { rule: 'ACK-MISSING', subjects: 1 },
      { rule: 'SIP-RETX-RESP', subjects: 1 },
    ],
  });
  expect(engine.findingsOf('endpoint', '192.0.2.10', 'ACK-MISSING')).toHaveLength(1);
  expect(engine.findingsOf('endpoint', '192.0.2.99')).toHaveLength(0);
  expect(engine.findingsOf('rule', 'NO-SUCH-RULE')).toHaveLength(0);
  engine.chooseFindings({ thresholds: {}, muted: ['ACK-MISSING', 'SIP-RETX-RESP'] });
  expect([engine.findingGroups('rule'), await engine.findingsOfCall(0)]).toEqual([[], []]);
});

test('a threshold moved judges anew, within its bounds, and back', async () => {
  const engine = await opened(tellMissingAck);
  engine.chooseFindings({ thresholds: { missingAck: 20, nonsense: 3, loss: Number.NaN }, muted: [] });
  expect(engine.findingGroups('rule').map(({ key }) => key)).toEqual(['SIP-RETX-RESP']);
  expect(engine.findingThresholds().find(({ name }) => name === 'missingAck')).toMatchObject({ value: 20, initial: 4, unit: 's' });
  engine.chooseFindings({ thresholds: { missingAck: 1e9 }, muted: [] });
  expect(engine.findingThresholds().find(({ name }) => name === 'missingAck')?.value).toBe(60);
  engine.chooseFindings({ thresholds: {}, muted: [] });
  expect(engine.findingGroups('rule')).toHaveLength(2);
});

test('a healthy call has no findings', async () => {
  const engine = await opened((story) => void tellPlainCall(story));
  expect(engine.findingGroups('rule')).toEqual([]);
  expect(await engine.findingsOfCall(0)).toEqual([]);
});

test('a finding that belongs to no call counts as such, and as no call', async () => {
  const engine = await opened(network.find(({ rule }) => rule === 'UDP-FRAG-LOST')!.fires);
  expect(engine.findingGroups('rule').find(({ key }) => key === 'UDP-FRAG-LOST')).toMatchObject({ subjects: 1, calls: 0, alone: 1 });
});
