/** Captures with RTCP whose every number is known beforehand: echoes of sender reports, and a call whose far end loses packets. */
import { endpoint } from './address.ts';
import { join } from './octets.ts';
import { alice, bob, tellPlainCall } from './plain-call.ts';
import { lastReference, middleOfNtp, ntpOf, referenceTime, rtcpApplication, rtcpDescription, rtcpExtended, rtcpFeedback, voipMetrics } from './rtcp.ts';
import { rtcpBye, rtcpReport, type ReportBlock } from './rtp.ts';
import { audio } from './sdp.ts';
import { createCall } from './sip.ts';
import { createStory } from './story.ts';

const fromA = endpoint('192.0.2.10:4001');
const fromB = endpoint('192.0.2.20:6001');
const start = Date.parse('2026-01-05T09:00:00Z');
const units = (milliseconds: number): number => Math.floor(milliseconds * 65.536);

/**
 * An INVITE, a 200, and sender reports with their echoes in all the ways in which Wireshark's own round trip is particular: the
 * last report of a direction alone, a later block that repeats the first match, no DLSR, results within 10 ms.
 */
export function tellEchoes(): Uint8Array {
  const story = createStory();
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')) });
  story.sip(0, invite);
  story.sip(100, call.respond(invite, 200, { sdp: audio(endpoint('192.0.2.20:6000')) }));
  const key = (n: number): number => n * 0x10000;
  const report = (ssrc: number, n: number, ...blocks: ReportBlock[]): Uint8Array =>
    rtcpReport(ssrc, blocks, { sender: { ntp: (0xe000_0000n << 32n) | (BigInt(key(n)) << 16n), timestamp: n * 8000, packets: n, octets: n * 160 } });
  const echo = (ssrc: number, n: number, delay: number): ReportBlock => ({ ssrc, highestSequence: 1000 + n, lastSenderReport: key(n), delay: units(delay) });
  const a = (at: number, octets: Uint8Array): void => story.datagram(at, fromA, fromB, octets);
  const b = (at: number, octets: Uint8Array): void => story.datagram(at, fromB, fromA, octets);
  a(1000, report(1, 1));
  b(1100, report(2, 2, echo(1, 1, 50)));
  a(1300, report(1, 3, echo(2, 2, 50)));
  a(2000, report(1, 4));
  b(2050, report(2, 5));
  b(2200, rtcpReport(2, [echo(1, 4, 50)]));
  a(2300, rtcpReport(1, [echo(2, 5, 50)]));
  a(3000, report(1, 6));
  b(3900.5, rtcpReport(2, [echo(1, 6, 50), echo(9, 7, 200)]));
  b(4100, rtcpReport(2, [echo(9, 7, 200), echo(1, 6, 50)]));
  b(4200, rtcpReport(2, [echo(1, 6, 0)]));
  // a reference time and its answer: Wireshark computes nothing from them
  b(5000, join(rtcpReport(2, []), rtcpExtended(2, referenceTime(0xe000_0000_0009_0000n << 0n))));
  a(5200, join(rtcpReport(1, []), rtcpExtended(1, lastReference(2, 0x9, units(50)))));
  a(7000, report(1, 10));
  b(7055, rtcpReport(2, [echo(1, 10, 50)]));
  b(7060, rtcpReport(2, [echo(1, 10, 50)]));
  return story.capture();
}

export interface ReportedCall {
  readonly octets: Uint8Array;
  /** SSRCs of the two trains */
  readonly toCallee: number;
  readonly toCaller: number;
}

/**
 * A call of thirty seconds: of what goes to the callee ten packets are lost before the capture point and thirty after it, in
 * the callee's second and third report; round trips of 80 ms to the callee and 30 ms to the caller. Every five seconds each
 * side sends SR, SDES and (the callee) VoIP metrics; then feedback, APP, BYE with a reason, and a report on a source nobody saw.
 */
export function tellReportedCall(): ReportedCall {
  const story = createStory();
  const [toCallee, toCaller] = [0xa11ce, 0xb0b];
  const lostBefore = Array.from({ length: 10 }, (_, i) => 400 + i * 3);
  tellPlainCall(story, 0, { answered: 1000, ended: 31_000, toCallee: { lost: lostBefore, jitter: 2000 }, toCaller: { jitter: 1000 } });
  for (let n = 1; n <= 5; n++) {
    const at = 1000 + n * 5000;
    const ntp = ntpOf(start + at - 15);
    const ntpB = ntpOf(start + at + 200 - 40);
    const sent = (time: number): number => Math.floor((time - 1012.5) / 20);
    const lost = n < 2 ? 0 : n < 3 ? 20 : 40;
    const highest = 1000 + sent(at + 160);
    story.datagram(
      at,
      fromA,
      fromB,
      rtcpReport(
        toCallee,
        n === 1
          ? []
          : [
              {
                ssrc: toCaller,
                highestSequence: 1000 + sent(at - 20),
                jitter: 24,
                lastSenderReport: middleOfNtp(ntpOf(start + at - 5000 + 160)),
                delay: units(4770),
              },
            ],
        {
          sender: { ntp, timestamp: 16_000 + (at - 1012 - 15) * 8, packets: sent(at), octets: sent(at) * 160 },
          cname: 'alice@example.com',
        },
      ),
    );
    story.datagram(
      at + 200,
      fromB,
      fromA,
      join(
        rtcpReport(
          toCaller,
          [
            {
              ssrc: toCallee,
              highestSequence: highest,
              lost,
              fractionLost: n === 2 || n === 3 ? 20 : 0,
              jitter: 80 + n * 8,
              lastSenderReport: middleOfNtp(ntp),
              delay: units(120),
            },
          ],
          { sender: { ntp: ntpB, timestamp: 16_000 + (at + 200 - 1014 - 40) * 8, packets: sent(at + 200), octets: sent(at + 200) * 160 } },
        ),
        rtcpDescription(toCaller, [
          [1, 'bob@example.net'],
          [2, 'Bob'],
          [6, 'Forge phone 2.0'],
        ]),
        rtcpExtended(
          toCaller,
          voipMetrics({ ssrc: toCallee, loss: 5, discard: 2, roundTrip: 110, endSystem: 60, rFactor: 78, mosListening: 40, mosConversational: 38 }),
        ),
      ),
    );
  }
  story.datagram(27_000, fromB, fromA, join(rtcpReport(toCaller, []), rtcpFeedback(205, 1, toCaller, toCallee, Uint8Array.of(4, 0, 0, 3))));
  story.datagram(27_100, fromA, fromB, join(rtcpReport(toCallee, []), rtcpApplication(toCallee, 'PING', 3)));
  story.datagram(27_200, fromB, fromA, rtcpReport(toCaller, [{ ssrc: 0x00dead01, highestSequence: 4000, lost: 7 }]));
  story.datagram(31_015, fromA, fromB, join(rtcpReport(toCallee, []), rtcpBye(toCallee, 'hung up')));
  return { octets: story.capture(), toCallee, toCaller };
}
