/** Rules about the quality of media (semantics 8.3): a story on which each fires, and one on which it must not. */
import { endpoint } from '../forge/address.ts';
import { rtpPacket, type TrainOptions } from '../forge/rtp.ts';
import { audio, sdp } from '../forge/sdp.ts';
import type { Story } from '../forge/story.ts';
import type { Diagnosis } from './diagnosis.ts';
import { mine, tellTalk, theirs } from './media-story.ts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

/** Toward the callee, each packet by itself: when it comes, its number and timestamp from their usual values, and its marker. */
function tellPackets(
  story: Story,
  count: number,
  bend: (
    index: number,
  ) => { readonly at?: number; readonly sequence?: number; readonly ticks?: number; readonly marker?: boolean; readonly payloadType?: number } | undefined,
): void {
  tellTalk(story, { lasts: count * 20, toCallee: false });
  for (let index = 0; index < count; index++) {
    const bent = bend(index);
    if (bent === undefined) continue;
    const octets = rtpPacket({
      ssrc: 0xa11ce,
      sequence: 1000 + index + (bent.sequence ?? 0),
      timestamp: 16_000 + index * 160 + (bent.ticks ?? 0),
      payloadType: bent.payloadType ?? 0,
      marker: bent.marker ?? index === 0,
      payload: new Uint8Array(bent.payloadType === 13 ? 1 : 160).fill(index & 0x7f),
    });
    story.datagram(120 + index * 20 + (bent.at ?? 0), mine, theirs, octets);
  }
}

/** Held from packet 100 on for so long, then all at once: the delay is caught up with. */
const heldFor = (milliseconds: number): ReadonlyMap<number, number> =>
  new Map(range(100, 100 + milliseconds / 20).map((index) => [index, Math.max(0, milliseconds - (index - 100) * 19)]));

function toCallee(train: Partial<TrainOptions>, lasts = 5000): (story: Story) => void {
  return (story) => void tellTalk(story, { lasts, toCallee: train });
}

/** Silence left out after every so many packets, as long as so many more. */
function tellSpurts(story: Story, pause: number, marker: boolean): void {
  tellPackets(story, 400, (index) => {
    const spurt = Math.floor(index / 40);
    return { at: spurt * pause * 20, ticks: spurt * pause * 160, marker: marker && index % 40 === 0 };
  });
}

/** Two calls that share nothing, with the same instants missing in both. */
function tellTwoWithGaps(story: Story, other: readonly number[]): void {
  const lost = [50, 51, 80, 120, 121, 170];
  tellTalk(story, { toCallee: { lost } });
  const [a, b] = [endpoint('198.51.100.30:4400'), endpoint('198.51.100.40:6600')];
  tellTalk(story, {
    caller: { user: 'carol', at: endpoint('198.51.100.30:5060') },
    callee: { user: 'dave', at: endpoint('198.51.100.40:5060') },
    offer: audio(a),
    answer: audio(b),
    from: a,
    to: b,
    toCaller: false,
    toCallee: { ssrc: 0xcafe, lost: other },
    bye: 20,
  });
  story.rtp(122, b, a, { count: 250, ssrc: 0xdead });
}

function tellVideo(story: Story, pause: number): void {
  const media = (at: typeof mine): Uint8Array =>
    sdp({ address: at.address, media: [{ port: at.port }, { kind: 'video', port: at.port + 10, codecs: ['96 H264/90000'] }] });
  tellTalk(story, { offer: media(mine), answer: media(theirs) });
  const [from, to] = [endpoint('192.0.2.10:4010'), endpoint('192.0.2.20:6010')];
  const packet = (index: number): Uint8Array =>
    rtpPacket({ ssrc: 0x71de0, sequence: index, timestamp: index * 3000, payloadType: 96, marker: true, payload: new Uint8Array(200).fill(0x41) });
  for (let index = 0; index < 100; index++) story.datagram(130 + index * 33 + (index >= 50 ? pause : 0), from, to, packet(index));
}

export const quality: readonly Diagnosis[] = [
  {
    rule: 'LOSS',
    fires: toCallee({ lost: Array.from({ length: 10 }, (_, n) => 20 + n * 20) }),
    facts: { lost: 10, expected: 250 },
    nearMiss: toCallee({ lost: [100] }),
  },
  {
    rule: 'LOSS',
    about: 'missed by the capture',
    severity: 'warning',
    fires: (story) => tellTwoWithGaps(story, [50, 51, 80, 120, 121, 170]),
    facts: { site: 'capture' },
    nearMiss: toCallee({ lost: [100] }),
  },
  {
    rule: 'LOSS',
    about: 'lost on the network',
    severity: 'warning',
    fires: (story) => tellTwoWithGaps(story, [20, 60, 100, 140]),
    facts: { site: 'network' },
    nearMiss: toCallee({ lost: [100] }),
  },
  {
    rule: 'LOSS',
    about: 'sent, and lost before the capture',
    severity: 'warning',
    fires: (story) => void tellTalk(story, { toCallee: { lost: range(0, 6).map((n) => 20 + n * 30) }, how: { identify: 'sent' } }),
    facts: { site: 'before', numbered: 1 },
    nearMiss: toCallee({ lost: [100] }),
  },
  {
    rule: 'LOSS',
    about: 'never sent by that host',
    severity: 'warning',
    fires: (story) => void tellTalk(story, { toCallee: { lost: range(0, 6).map((n) => 20 + n * 30) }, how: { identify: 'seen' } }),
    facts: { site: 'sender', numbered: 0 },
    nearMiss: toCallee({ lost: [100] }),
  },
  {
    rule: 'LOSS-BURST',
    severity: 'warning',
    fires: toCallee({ lost: [100, 101, 102] }, 20_000),
    facts: { count: 1, packets: 3 },
    nearMiss: toCallee({ lost: [100, 101] }, 20_000),
  },
  {
    rule: 'LOSS-BURST',
    about: 'an error',
    severity: 'error',
    fires: toCallee({ lost: range(100, 112) }, 30_000),
    also: ['MOS-LOW'],
    nearMiss: toCallee({ lost: range(100, 106) }, 30_000),
  },
  {
    rule: 'LOSS-PERIODIC',
    fires: toCallee({ lost: range(0, 8).map((n) => 50 + n * 120) }, 20_000),
    facts: { events: 8 },
    nearMiss: toCallee({ lost: [50, 90, 290, 330, 600, 620, 900] }, 20_000),
  },
  { rule: 'JITTER', severity: 'error', fires: toCallee({ jitter: 200_000 }), also: ['MOS-LOW'], nearMiss: toCallee({ jitter: 5000 }) },
  { rule: 'JITTER-SPIKE', fires: toCallee({ late: heldFor(200) }), nearMiss: toCallee({ late: heldFor(80) }) },
  {
    rule: 'LATE-DISCARD',
    // a packet in twenty comes 300 ms late
    fires: (story) => tellPackets(story, 500, (index) => ({ at: index % 20 === 10 ? 300 : 0 })),
    also: ['JITTER', 'MOS-LOW'],
    nearMiss: (story) => tellPackets(story, 500, (index) => ({ at: index % 20 === 10 ? 100 : 0 })),
  },
  {
    rule: 'REORDER',
    fires: toCallee({ late: new Map(range(0, 8).map((n) => [20 + n * 25, 25])) }),
    nearMiss: toCallee({ late: new Map([[20, 25]]) }),
  },
  { rule: 'DUP', fires: toCallee({ doubled: range(50, 60) }), nearMiss: toCallee({ doubled: [50] }) },
  {
    rule: 'TS-JUMP',
    fires: (story) => tellPackets(story, 300, (index) => ({ ticks: index >= 150 ? 80_000 : 0 })),
    nearMiss: (story) => tellPackets(story, 300, (index) => ({ ticks: index >= 150 ? 80_000 : 0, marker: index === 150 })),
  },
  { rule: 'TS-WRONG-STEP', fires: toCallee({ ticks: 320 }), nearMiss: toCallee({ ticks: 160 }) },
  {
    rule: 'TS-NONMONO',
    fires: (story) => tellPackets(story, 300, (index) => ({ ticks: index >= 150 ? -800 : 0 })),
    nearMiss: toCallee({ late: new Map([[150, 70]]) }),
  },
  {
    rule: 'SEQ-RESTART',
    fires: (story) => tellPackets(story, 300, (index) => ({ sequence: index >= 150 ? 20_000 : 0 })),
    nearMiss: (story) => tellPackets(story, 300, (index) => ({ sequence: index >= 150 ? 1 : 0 })),
  },
  {
    rule: 'CLOCK-SKEW',
    severity: 'warning',
    fires: toCallee({ interval: 20.01 }, 70_000),
    facts: { kind: 'slow' },
    nearMiss: toCallee({ interval: 20.001 }, 70_000),
  },
  {
    rule: 'CLOCK-SKEW',
    about: 'an error',
    severity: 'error',
    fires: toCallee({ interval: 19.97, jitter: 2000 }, 70_000),
    facts: { kind: 'fast' },
    nearMiss: toCallee({ interval: 20.01 }, 70_000),
  },
  {
    rule: 'SENDER-STALL',
    fires: (story) => tellPackets(story, 250, (index) => ({ at: index >= 100 ? 150 : 0 })),
    nearMiss: (story) => tellPackets(story, 250, (index) => ({ at: index >= 100 ? 30 : 0 })),
  },
  { rule: 'VAD-GAP', fires: (story) => tellSpurts(story, 20, true), nearMiss: (story) => tellSpurts(story, 5, true) },
  {
    rule: 'CN-MISUSE',
    fires: (story) => tellPackets(story, 300, (index) => ({ payloadType: index % 60 === 59 ? 13 : 0 })),
    facts: { kind: 'unknown' },
    nearMiss: (story) => tellPackets(story, 300, () => ({})),
  },
  { rule: 'MARKER-MISS', fires: (story) => tellSpurts(story, 5, false), nearMiss: (story) => tellSpurts(story, 5, true) },
  { rule: 'MARKER-ALL', fires: toCallee({ markers: range(0, 250) }), nearMiss: toCallee({ markers: range(0, 100) }) },
  {
    rule: 'MOS-LOW',
    severity: 'error',
    fires: toCallee({ lost: range(0, 50).flatMap((n) => [20 + n * 9, 21 + n * 9]) }, 20_000),
    also: ['LOSS'],
    nearMiss: toCallee({ lost: [100, 300] }, 20_000),
  },
  {
    rule: 'ONE-SIDE-QUALITY',
    fires: toCallee({ lost: range(0, 50).map((n) => 20 + n * 9) }, 10_000),
    also: ['LOSS', 'MOS-LOW'],
    nearMiss: toCallee({ lost: [100, 300] }, 10_000),
  },
  { rule: 'VIDEO-FREEZE', fires: (story) => tellVideo(story, 900), facts: { kind: 'pause', count: 1 }, nearMiss: (story) => tellVideo(story, 100) },
];
