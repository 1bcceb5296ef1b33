/** Rules about digits and fax (semantics 8.4): a story on which each fires, and one on which it must not. */
import type { Endpoint } from '../forge/address.ts';
import { numbers, octetsOf } from '../forge/octets.ts';
import { rtpPacket } from '../forge/rtp.ts';
import { audio, sdp } from '../forge/sdp.ts';
import type { SipCall, SipMessage } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import { muLaw } from '../forge/sound.ts';
import { keySound, tellFax } from '../forge/tones.ts';
import type { Diagnosis } from './diagnosis.ts';
import { mine, tellTalk, theirs, type TalkOptions } from './media-story.ts';

interface EventPacket {
  /** milliseconds from the first event */
  readonly at: number;
  readonly code?: number;
  readonly ticks?: number;
  readonly units: number;
  readonly ends?: boolean;
}

/** Sound toward the callee, then these event packets, then sound again. */
function tellEvents(story: Story, events: readonly EventPacket[], options: TalkOptions & { readonly type?: number; readonly codec?: number } = {}): void {
  const { type = 101, codec = 0 } = options;
  tellTalk(story, { ...options, lasts: 8000, toCallee: { count: 100, payloadType: codec } });
  for (const [n, { at, code = 5, ticks = 0, units, ends = false }] of events.entries()) {
    const payload = numbers([1, code], [1, ends ? 0x8a : 0x0a], [2, units]);
    const octets = rtpPacket({ ssrc: 0xa11ce, sequence: 1100 + n, timestamp: 32_000 + ticks, payloadType: type, marker: n === 0, payload });
    story.datagram(2120 + at, mine, theirs, octets);
  }
  story.rtp(4120, mine, theirs, { count: 190, ssrc: 0xa11ce, payloadType: codec, firstSequence: 1100 + events.length, firstTimestamp: 48_000 });
}

/** A whole event of so many packets, each 20 ms, the last sent three times. */
function press(at: number, packets: number, tick: number, code = 5, units = 160): EventPacket[] {
  const growing = Array.from({ length: packets }, (_, n): EventPacket => ({ at: at + n * 20, ticks: tick, units: (n + 1) * units, code }));
  const last = { ...growing.at(-1)!, ends: true };
  return [...growing, { ...last, at: last.at + 0.1 }, { ...last, at: last.at + 0.2 }, { ...last, at: last.at + 0.3 }];
}

function relayed(call: SipCall, digit: string, at: number, status = 200): readonly (readonly [number, SipMessage])[] {
  const info = call.request('INFO', { body: octetsOf(`Signal=${digit}\r\nDuration=160\r\n`), contentType: 'application/dtmf-relay' });
  return [
    [at, info],
    [at + 5, call.respond(info, status)],
  ];
}

/** A key of 100 ms in the sound, from this packet on; silence elsewhere. */
function withKey(first: number, key: string): (index: number) => Uint8Array {
  return (index) => muLaw(index >= first && index < first + 5 ? keySound(key, (index - first) * 160, 160) : new Int16Array(160));
}

/** Events of a press, and its tone on another stream of the same way, so many packets later. */
function tellLeak(story: Story, later: number): void {
  tellEvents(story, press(0, 8, 0));
  story.rtp(120, mine, theirs, { count: 200, ssrc: 0x1eaf, payload: withKey(100 + later, '5') });
}

/** A fax whose T.38 packets come when `bend` says, or not at all. */
function tellBentFax(story: Story, bend: (at: number, index: number, from: Endpoint) => number | undefined): void {
  let index = 0;
  tellFax({
    ...story,
    datagram: (at, from, to, payload, how) => {
      if (payload[0] !== undefined && payload[0] >= 0x80) return story.datagram(at, from, to, payload, how);
      const bent = bend(at, index++, from);
      if (bent !== undefined) story.datagram(bent, from, to, payload, how);
    },
  });
}

function image(port: number, address: string): Uint8Array {
  return sdp({ address, version: 2, media: [{ kind: 'image', port, protocol: 'udptl', codecs: ['t38'], lines: ['a=T38FaxVersion:0'] }] });
}

function tellSwitch(story: Story, status: number): void {
  tellTalk(story, {
    bye: status === 200 ? 1000 : 20,
    meanwhile: (call) => {
      const again = call.invite({ by: 'callee', sdp: image(6000, '192.0.2.20') });
      const answer = call.respond(again, status, status === 200 ? { sdp: image(4000, '192.0.2.10') } : {});
      return [
        [2000, again],
        [2100, answer],
        [2110, call.acknowledge(answer)],
      ];
    },
  });
}

/** A fax tone (CNG) as an event over this payload type. */
function tellFaxTone(story: Story, codec: number, name: string): void {
  const both = { codecs: [`${codec} ${name}/8000`, '101 telephone-event/8000 0-15,32-36'] };
  tellEvents(story, press(0, 20, 0, 36), {
    offer: audio(mine, both),
    answer: audio(theirs, both),
    codec,
    toCaller: { payloadType: codec, ...(codec === 18 ? { payload: () => new Uint8Array(20) } : {}) },
  });
}

const plain = { codecs: ['0 PCMU/8000'] };

export const digits: readonly Diagnosis[] = [
  {
    rule: 'DTMF-METHOD',
    fires: (story) => void tellTalk(story, { meanwhile: (call) => relayed(call, '5', 2000) }),
    facts: { kind: 'info', digits: '5' },
    nearMiss: (story) => void tellTalk(story, { offer: audio(mine, plain), answer: audio(theirs, plain), meanwhile: (call) => relayed(call, '5', 2000) }),
  },
  {
    rule: 'DTMF-METHOD',
    about: 'tones in the sound',
    fires: (story) => void tellTalk(story, { toCallee: { payload: withKey(100, '5') } }),
    facts: { kind: 'inband', digits: '5' },
    nearMiss: (story) => void tellTalk(story, { offer: audio(mine, plain), answer: audio(theirs, plain), toCallee: { payload: withKey(100, '5') } }),
  },
  {
    rule: 'DTMF-DUP',
    about: 'as an event and in the sound',
    fires: (story) => tellLeak(story, 0),
    facts: { count: 1, digits: '5', one: 'rfc4733', other: 'inband' },
    nearMiss: (story) => tellLeak(story, 40),
  },
  {
    rule: 'DTMF-DUP',
    about: 'not a press that the server refused',
    fires: (story) => tellEvents(story, press(0, 8, 0), { meanwhile: (call) => relayed(call, '5', 2050) }),
    nearMiss: (story) => tellEvents(story, press(0, 8, 0), { meanwhile: (call) => relayed(call, '5', 2050, 415) }),
  },
  {
    rule: 'DTMF-DUP',
    fires: (story) => tellEvents(story, press(0, 8, 0), { meanwhile: (call) => relayed(call, '5', 2050) }),
    facts: { count: 1, digits: '5' },
    nearMiss: (story) => tellEvents(story, press(0, 8, 0), { meanwhile: (call) => relayed(call, '5', 2900) }),
  },
  {
    rule: 'DTMF-NOEND',
    fires: (story) => tellEvents(story, press(0, 8, 0).slice(0, 8)),
    facts: { count: 1 },
    nearMiss: (story) => tellEvents(story, press(0, 8, 0).slice(0, 9)),
  },
  { rule: 'DTMF-SHORT', fires: (story) => tellEvents(story, press(0, 1, 0)), facts: { kind: 'digit' }, nearMiss: (story) => tellEvents(story, press(0, 4, 0)) },
  {
    rule: 'DTMF-SHORT',
    about: 'pauses',
    fires: (story) => tellEvents(story, [...press(0, 5, 0, 5), ...press(120, 5, 960, 6)]),
    facts: { kind: 'pause' },
    nearMiss: (story) => tellEvents(story, [...press(0, 5, 0, 5), ...press(200, 5, 1600, 6)]),
  },
  {
    rule: 'DTMF-PT',
    fires: (story) => tellEvents(story, press(0, 8, 0), { answer: audio(theirs, plain) }),
    facts: { kind: 'unknown', count: 1 },
    also: ['PT-UNKNOWN'],
    nearMiss: (story) => tellEvents(story, press(0, 8, 0)),
  },
  {
    rule: 'DTMF-TS',
    fires: (story) =>
      tellEvents(
        story,
        Array.from({ length: 6 }, (_, n) => ({ at: n * 20, ticks: n * 160, units: 160, ends: n === 5 })),
      ),
    facts: { kind: 'timestamp' },
    nearMiss: (story) => tellEvents(story, press(0, 6, 0)),
  },
  {
    rule: 'DTMF-TS',
    about: 'durations',
    fires: (story) =>
      tellEvents(
        story,
        Array.from({ length: 9 }, (_, n) => ({ at: n * 20, units: 320, ends: n === 8 })),
      ),
    facts: { kind: 'duration' },
    nearMiss: (story) => tellEvents(story, press(0, 9, 0)),
  },
  { rule: 'FAX-NOSWITCH', fires: (story) => tellFaxTone(story, 18, 'G729'), facts: { codec: 'G729' }, nearMiss: (story) => tellFaxTone(story, 0, 'PCMU') },
  { rule: 'FAX-488', fires: (story) => tellSwitch(story, 488), facts: { status: 488 }, nearMiss: (story) => tellSwitch(story, 200) },
  {
    rule: 'FAX-LOSS',
    fires: (story) => tellBentFax(story, (at, index) => (index >= 100 && index < 108 ? undefined : at)),
    nearMiss: (story) => tellBentFax(story, (at, index) => (index === 100 ? undefined : at)),
  },
  {
    rule: 'FAX-T30',
    // the called machine falls silent when the page is over
    fires: (story) => tellBentFax(story, (at, index, from) => (from.address === '192.0.2.20' && index > 60 ? undefined : at)),
    nearMiss: (story) => void tellFax(story),
  },
  {
    rule: 'FAX-JITTER',
    fires: (story) => tellBentFax(story, (at, index) => (index > 110 ? at + 800 : at)),
    nearMiss: (story) => tellBentFax(story, (at, index) => (index > 110 ? at + 100 : at)),
  },
];
