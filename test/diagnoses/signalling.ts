/** Rules about signalling (semantics 8.1): a story on which each fires, and one on which it must not. */
import { endpoint } from '../forge/address.ts';
import { alice, bob } from '../forge/plain-call.ts';
import { audio } from '../forge/sdp.ts';
import { createCall } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import type { Diagnosis } from './diagnosis.ts';
import { aliceMedia, bobMedia, challenge, credentials } from './healthy.ts';

/** INVITE, then 200 so many times at these moments, then perhaps an ACK. */
function tellAnswers(story: Story, moments: readonly number[], acknowledged?: number): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: audio(aliceMedia) });
  const ok = call.respond(invite, 200, { sdp: audio(bobMedia) });
  story.sip(0, invite);
  for (const at of moments) story.sip(at, ok);
  if (acknowledged !== undefined) story.sip(acknowledged, call.acknowledge(ok));
}

/** INVITE refused with 401 so many times, credentials with each but the first. */
function tellRefusals(story: Story, times: number, last: number): void {
  const call = createCall(alice, bob);
  for (let n = 0; n < times; n++) {
    const invite = call.invite({ sdp: audio(aliceMedia), headers: [['To', '<sip:bob@192.0.2.20>'], ...(n === 0 ? [] : [credentials])] });
    const answer = call.respond(invite, n === times - 1 ? last : 401, { headers: last >= 400 || n < times - 1 ? [challenge] : [] });
    story.dialogue(n * 100, 10, [invite, answer, call.acknowledge(answer)]);
  }
}

function tellRinging(story: Story, at: number): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')) });
  const busy = call.respond(invite, 486);
  story.sip(0, invite);
  story.sip(20, call.respond(invite, 100));
  story.sip(at, call.respond(invite, 180));
  story.sip(at + 1000, busy);
  story.sip(at + 1010, call.acknowledge(busy));
}

export const signalling: readonly Diagnosis[] = [
  {
    rule: 'ACK-MISSING',
    fires: (story) => tellAnswers(story, [100, 600, 1600, 3600, 7600, 11_600]),
    evidence: [2, 3, 4, 5, 6, 7],
    facts: { copies: 6 },
    nearMiss: (story) => tellAnswers(story, [100, 600, 1600], 1610),
  },
  {
    rule: 'AUTH-LOOP',
    fires: (story) => tellRefusals(story, 4, 401),
    evidence: [2, 5, 8, 11],
    nearMiss: (story) => tellRefusals(story, 2, 486),
  },
  { rule: 'PDD-HIGH', severity: 'warning', fires: (story) => tellRinging(story, 7000), evidence: [1, 3], nearMiss: (story) => tellRinging(story, 5500) },
  { rule: 'PDD-HIGH', about: 'an error', fires: (story) => tellRinging(story, 11_500), evidence: [1, 3], nearMiss: (story) => tellRinging(story, 5500) },
];
