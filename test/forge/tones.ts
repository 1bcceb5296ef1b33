/** Calls with digits by all three ways, ringing heard before the answer, and a fax over T.38: forged for tests of the whole product. */
import type { Endpoint } from './address.ts';
import { octetsOf } from './octets.ts';
import { alice, bob } from './plain-call.ts';
import { audio, sdp } from './sdp.ts';
import { createCall, type CallOptions, type SipCall } from './sip.ts';
import { muLaw } from './sound.ts';
import type { Story } from './story.ts';

const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];
const keys = '123A456B789C*0#D';

/** One DTMF key at −10 dBm0 a tone, from sample `from` on. */
export function keySound(key: string, from: number, samples: number): Int16Array {
  const index = keys.indexOf(key);
  return sum([rows[index >> 2]!, columns[index & 3]!], from, samples);
}

/** Tones of 7050, about −10 dBm0, added up. */
function sum(frequencies: readonly number[], from: number, samples: number): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) =>
    Math.round(frequencies.reduce((value, f) => value + 7050 * Math.sin((2 * Math.PI * f * (from + i)) / 8000), 0)),
  );
}

/** What packet `index` of 20 ms sounds like: keys of 100 ms at these packets, silence elsewhere. */
function withKeys(at: ReadonlyMap<number, string>): (index: number) => Uint8Array {
  return (index) => {
    for (const [first, key] of at) if (index >= first && index < first + 5) return muLaw(keySound(key, (index - first) * 160, 160));
    return muLaw(new Int16Array(160));
  };
}

/**
 * A call to a menu: ringing tone of Europe while it rings, then 1 2 by RTP events, 3 by INFO, # by INFO that is refused, 7 8 in
 * the sound, 9 as an event with its tone beside it. Milliseconds from `at`: answered after 3000, over after 15,000.
 */
export function tellDigits(story: Story, at = 0, options: CallOptions = {}): SipCall {
  const call = createCall(alice, bob, options);
  const mine: Endpoint = { address: alice.at.address, port: 4000 };
  const theirs: Endpoint = { address: bob.at.address, port: 6000 };
  const invite = call.invite({ sdp: audio(mine) });
  const progress = call.respond(invite, 183, { sdp: audio(theirs) });
  const ok = call.respond(invite, 200, { sdp: audio(theirs) });
  story.sip(at, invite);
  story.sip(at + 2, call.respond(invite, 100));
  story.sip(at + 100, progress);
  story.sip(at + 3000, ok);
  story.sip(at + 3010, call.acknowledge(ok));
  const ringing = (index: number): Uint8Array => muLaw(index >= 10 && index < 60 ? sum([425], index * 160, 160) : new Int16Array(160));
  story.rtp(at + 120, theirs, mine, { count: 740, ssrc: 0xb0b, payload: ringing });
  const sounding = new Map([
    [400, '7'],
    [410, '8'],
    [464, '9'],
  ]);
  const digits = [
    { index: 50, event: 1, packets: 8 },
    { index: 75, event: 2, packets: 8 },
    { index: 460, event: 9, packets: 4 },
  ];
  story.rtp(at + 3020, mine, theirs, { count: 590, ssrc: 0xa11ce, payload: withKeys(sounding), digits });
  const relay = (signal: string): { readonly body: Uint8Array; readonly contentType: string } => ({
    body: octetsOf(`Signal=${signal}\r\nDuration=160\r\n`),
    contentType: 'application/dtmf-relay',
  });
  const three = call.request('INFO', relay('3'));
  story.sip(at + 7000, three);
  story.sip(at + 7500, three);
  story.sip(at + 7505, call.respond(three, 200));
  const hash = call.request('INFO', relay('#'));
  story.sip(at + 8500, hash);
  story.sip(at + 8505, call.respond(hash, 415));
  const bye = call.bye('caller');
  story.sip(at + 15_000, bye);
  story.sip(at + 15_005, call.respond(bye, 200));
  return call;
}

/** UDPTL packets of these IFP packets, each with the two before it again (T.38 section 9.1). */
function udptl(messages: readonly (readonly number[])[]): Uint8Array[] {
  const open = (ifp: readonly number[]): number[] => (ifp.length < 128 ? [ifp.length, ...ifp] : [0x80 | (ifp.length >> 8), ifp.length & 0xff, ...ifp]);
  return messages.map((message, i) => {
    const again = messages.slice(Math.max(0, i - 2), i).reverse();
    return Uint8Array.from([i >> 8, i & 0xff, ...open(message), 0, again.length, ...again.flatMap(open)]);
  });
}

function data(type: number, field: number, octets: readonly number[]): number[] {
  if (octets.length === 0) return [0xc0 | (type << 1), 1, field << 4];
  return [0xc0 | (type << 1), 1, 0x80 | (field << 4), (octets.length - 1) >> 8, (octets.length - 1) & 0xff, ...octets];
}

function hdlc(octets: readonly number[]): number[][] {
  return [[3 << 1], ...octets.map((octet) => data(0, 0, [octet])), data(0, 2, []), data(0, 1, [])];
}

function mirrored(text: string): number[] {
  return [...text].reverse().map((letter) => {
    const code = letter.charCodeAt(0);
    let result = 0;
    for (let bit = 0; bit < 8; bit++) result |= ((code >> bit) & 1) << (7 - bit);
    return result;
  });
}

/**
 * A fax of one page: G.711 for a second, re-INVITE of the callee to T.38, then CED, CSI, DIS, DCS at 14,400 bit/s, training,
 * CFR, the page, EOP, MCF, DCN. Every seventh packet of the page is lost, and brought back by redundancy.
 */
export function tellFax(story: Story, at = 0, options: CallOptions = {}): SipCall {
  const call = createCall(alice, bob, options);
  const mine: Endpoint = { address: alice.at.address, port: 4000 };
  const theirs: Endpoint = { address: bob.at.address, port: 6000 };
  const image = (port: number, address: string): Uint8Array =>
    sdp({
      address,
      version: 2,
      media: [
        { kind: 'image', port, protocol: 'udptl', codecs: ['t38'], lines: ['a=T38FaxVersion:0', 'a=T38MaxBitRate:14400', 'a=T38FaxUdpEC:t38UDPRedundancy'] },
      ],
    });
  const invite = call.invite({ sdp: audio(mine) });
  const ok = call.respond(invite, 200, { sdp: audio(theirs) });
  story.sip(at, invite);
  story.sip(at + 500, ok);
  story.sip(at + 510, call.acknowledge(ok));
  story.rtp(at + 520, mine, theirs, { count: 50, ssrc: 0xa11ce });
  story.rtp(at + 522, theirs, mine, { count: 50, ssrc: 0xb0b });
  const again = call.invite({ by: 'callee', sdp: image(6000, bob.at.address) });
  const agreed = call.respond(again, 200, { sdp: image(4000, alice.at.address) });
  story.sip(at + 1600, again);
  story.sip(at + 1700, agreed);
  story.sip(at + 1705, call.acknowledge(agreed));
  const page = Array.from({ length: 120 }, (_, i) =>
    data(
      8,
      6,
      Array.from({ length: 36 }, (_unused, j) => (i * 7 + j) & 0xff),
    ),
  );
  const from: number[][] = [];
  const back: number[][] = [];
  const sent: { readonly side: 'mine' | 'theirs'; readonly index: number; readonly time: number }[] = [];
  let now = at + 1800;
  const say = (side: 'mine' | 'theirs', messages: readonly (readonly number[])[], pause = 30): void => {
    const list = side === 'mine' ? from : back;
    for (const message of messages) {
      sent.push({ side, index: list.length, time: (now += pause) });
      list.push([...message]);
    }
  };
  say('theirs', [[2 << 1], [2 << 1], [0]], 300);
  say('theirs', [...hdlc([0xff, 0xc0, 0x02, ...mirrored('+4930123456'.padStart(20))]), ...hdlc([0xff, 0xc8, 0x01, 0x00, 0x76, 0x13, 0x00])]);
  say('mine', [...hdlc([0xff, 0xc0, 0x42, ...mirrored('+4940654321'.padStart(20))]), ...hdlc([0xff, 0xc8, 0x41, 0x00, 0x46, 0x13, 0x00])]);
  say('mine', [[15 << 1], ...Array.from({ length: 15 }, () => data(8, 6, new Array<number>(180).fill(0))), data(8, 7, [])], 100);
  say('theirs', hdlc([0xff, 0xc8, 0x21]));
  say('mine', [[14 << 1], ...page, data(8, 7, [])]);
  say('mine', hdlc([0xff, 0xc8, 0xf4]));
  say('theirs', hdlc([0xff, 0xc8, 0x31]));
  say('mine', hdlc([0xff, 0xc8, 0xdf]));
  const octets = { mine: udptl(from), theirs: udptl(back) };
  for (const { side, index, time } of sent) {
    const isLost = side === 'mine' && index > 60 && index % 7 === 0 && index < 170;
    story.datagram(time, side === 'mine' ? mine : theirs, side === 'mine' ? theirs : mine, octets[side][index]!, { lost: isLost });
  }
  const bye = call.bye('caller');
  story.sip(now + 200, bye);
  story.sip(now + 205, call.respond(bye, 200));
  return call;
}
