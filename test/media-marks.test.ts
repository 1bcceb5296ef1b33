/** Marks of a call that speak of its media: what they must not say, and beside it what they must. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { CallRow } from '../src/contract/calls.ts';
import { endpoint } from './forge/address.ts';
import { party, tellBridged } from './forge/bridged-call.ts';
import { createStory, type Story } from './forge/story.ts';
import { openOctets } from './open-octets.ts';
import { tellTalk } from './diagnoses/media-story.ts';

async function rows(octets: Uint8Array): Promise<readonly CallRow[]> {
  const { engine } = await openOctets([{ name: 'a.pcap', octets }]);
  await engine.rate();
  return engine.calls({ text: '', states: [], problems: [], sort: { column: 'start', descending: false } }, { offset: 0, limit: 10 }).rows;
}

function told(tell: (story: Story) => void): Promise<readonly CallRow[]> {
  const story = createStory();
  tell(story);
  return rows(story.capture());
}

const recorded = (name: string): Promise<readonly CallRow[]> =>
  rows(new Uint8Array(gunzipSync(readFileSync(new URL(`recorded/${name}.pcap.gz`, import.meta.url)))));

test('what the caller sent to another branch of the fork is no loss, and the branch is not rated for it', async () => {
  const [call] = await recorded('forked-early-media');
  expect(call).toMatchObject({ loss: 0, problems: ['short'] });
  expect(call!.mos).toBeGreaterThan(4);
});

test('a leg whose sound was counted with another leg is not without media', async () => {
  for (const name of ['two-legs', 'three-legs'])
    for (const { problems } of await recorded(name)) expect(problems.filter((problem) => problem === 'noMedia' || problem === 'oneWay')).toEqual([]);
});

const silentCall = (story: Story, at: number): void => {
  const [a, b] = [party('carol', '198.51.100.30'), party('dave', '198.51.100.40')];
  tellBridged(story, at, [{ from: a, to: b, callId: 'silent', media: endpoint('198.51.100.30:4400'), callee: endpoint('198.51.100.40:6600') }]);
};

test('an answered call of which no place has any media is, when others have', async () => {
  const found = await told((story) => {
    tellTalk(story);
    silentCall(story, 0);
  });
  expect(found.map(({ problems }) => problems.includes('noMedia'))).toEqual([false, true]);
});

test('one way is said when the silent side announced where sound should go, and not when its answer was never seen', async () => {
  const [whole] = await told((story) => void tellTalk(story, { toCaller: false }));
  expect(whole!.problems).toContain('oneWay');
  const [cut] = await told(
    (story) =>
      void tellTalk(
        { ...story, sip: (at, message, how) => (message.startLine.includes(' 200 ') ? undefined : story.sip(at, message, how)) },
        { toCaller: {}, toCallee: false },
      ),
  );
  expect(cut!.problems).not.toContain('oneWay');
});
