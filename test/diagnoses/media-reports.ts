/** Rules about what RTCP says (semantics 8.3): a story on which each fires, and one on which it must not. */
import { endpoint } from '../forge/address.ts';
import { join } from '../forge/octets.ts';
import { ntpOf, rtcpExtended, voipMetrics, type VoipMetricsFields } from '../forge/rtcp.ts';
import { rtcpReport } from '../forge/rtp.ts';
import type { Story } from '../forge/story.ts';
import type { Diagnosis } from './diagnosis.ts';
import { tellTalk } from './media-story.ts';

const fromAlice = endpoint('192.0.2.10:4001');
const fromBob = endpoint('192.0.2.20:6001');
const start = Date.parse('2026-01-05T09:00:00Z');

/** Every five seconds the callee reports on what it gets: so many lost of each 250. */
function tellReceiver(story: Story, lostEach: number): void {
  tellTalk(story, { lasts: 20_000 });
  for (let n = 1; n <= 3; n++)
    story.datagram(120 + n * 5000, fromBob, fromAlice, rtcpReport(0xb0b, [{ ssrc: 0xa11ce, highestSequence: 999 + n * 250, lost: lostEach * (n - 1) }]));
}

function tellMetrics(story: Story, metrics: Omit<VoipMetricsFields, 'ssrc'>): void {
  tellTalk(story, { lasts: 20_000 });
  for (let n = 1; n <= 3; n++)
    story.datagram(
      120 + n * 5000,
      fromBob,
      fromAlice,
      join(rtcpReport(0xb0b, [{ ssrc: 0xa11ce, highestSequence: 999 + n * 250 }]), rtcpExtended(0xb0b, voipMetrics({ ssrc: 0xa11ce, ...metrics }))),
    );
}

/** Sender reports whose timestamps rise by so many ticks a second. */
function tellSender(story: Story, ticks: number): void {
  tellTalk(story, { lasts: 30_000 });
  for (let n = 1; n <= 5; n++) {
    const at = 120 + n * 5000;
    const sender = { ntp: ntpOf(start + at), timestamp: 16_000 + n * 5 * ticks, packets: n * 250, octets: n * 40_000 };
    story.datagram(at, fromAlice, fromBob, rtcpReport(0xa11ce, [], { sender }));
  }
}

export const reports: readonly Diagnosis[] = [
  { rule: 'RTCP-NONE', fires: (story) => void tellTalk(story, { lasts: 32_000 }), nearMiss: (story) => void tellTalk(story, { lasts: 28_000 }) },
  { rule: 'RTCP-LOSS-DELTA', fires: (story) => tellReceiver(story, 10), nearMiss: (story) => tellReceiver(story, 1) },
  {
    rule: 'RTCP-RTT',
    severity: 'warning',
    fires: (story) => tellMetrics(story, { roundTrip: 400 }),
    nearMiss: (story) => tellMetrics(story, { roundTrip: 200 }),
  },
  {
    rule: 'RTCP-RTT',
    about: 'an error',
    severity: 'error',
    fires: (story) => tellMetrics(story, { roundTrip: 700 }),
    nearMiss: (story) => tellMetrics(story, { roundTrip: 400 }),
  },
  { rule: 'RTCP-CLOCK', fires: (story) => tellSender(story, 8200), facts: { kind: 'rate' }, nearMiss: (story) => tellSender(story, 8000) },
  { rule: 'ECHO-RISK', fires: (story) => tellMetrics(story, { echoReturnLoss: 20 }), nearMiss: (story) => tellMetrics(story, { echoReturnLoss: 50 }) },
];
