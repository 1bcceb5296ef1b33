/**
 * Captures made to attack: markup, code and names of JavaScript's own in every place of a capture that holds text. All of it
 * must be shown as text and do nothing.
 */
import type { ForgedPacket } from '../test/forge/capture.ts';
import { endpoint } from '../test/forge/address.ts';
import { block, writeOptions } from '../test/forge/pcapng.ts';
import { join, numbers, octetsOf, padded } from '../test/forge/octets.ts';
import { audio, sdp } from '../test/forge/sdp.ts';
import { createCall, createRegistration, headerOf, message, type Party } from '../test/forge/sip.ts';
import { createStory, type Story } from '../test/forge/story.ts';
import { tellPlainCall } from '../test/forge/plain-call.ts';
import { given, type GivenFile } from './acts.ts';

export const image = '<img src=x onerror="window.__pwned=1">';
export const script = '"><script>window.__pwned=1</script>';
export const vector = '<svg/onload=window.__pwned=1>';
/** every fragment that would be markup if it were ever read as such */
export const markup = [
  image,
  script,
  vector,
  "'-window.__pwned=1-'",
  '<a href="javascript:window.__pwned=1">x</a>',
  '<style>*{display:none}</style>',
  '{{constructor.constructor("window.__pwned=1")()}}',
] as const;

const from = endpoint('192.0.2.66:5060');
const to = endpoint('192.0.2.67:5060');

/** Names that an object would take for its own. */
const own = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'] as const;

function party(user: string, at: typeof from, text: string): Party {
  return { user, at, display: text.replaceAll('"', "'"), agent: text };
}

/** One call whose every header, body line and name is markup. */
function markedCall(story: Story, at: number, text: string, index: number): void {
  const quoted = text.replaceAll('"', '%22').replaceAll(' ', '%20').replaceAll('>', '%3E');
  const call = createCall(party(`a${index}${quoted}`, from, text), party(`b${index}${quoted}`, to, text), {
    callId: `${index}-${text.replaceAll(' ', '/')}`,
    fromTag: `f${quoted}`,
    toTag: `t${quoted}`,
  });
  const session = (port: number): Uint8Array =>
    sdp({
      address: '192.0.2.66',
      user: quoted,
      lines: [`i=${text}`, `a=${text}`, `a=tool:${text}`],
      media: [
        { port, codecs: ['0 PCMU/8000', `96 ${text.replaceAll(' ', '_')}/8000`], lines: [`a=label:${text}`, `a=ssrc:1 cname:${text}`, `a=fmtp:96 ${text}`] },
      ],
    });
  const headers = [
    ['Subject', text],
    ['Reason', `Q.850;cause=16;text="${text.replaceAll('"', "'")}"`],
    ['Organization', text],
    ['Warning', `399 host "${text.replaceAll('"', "'")}"`],
    [`X-${index}`, text],
    ['P-Asserted-Identity', `"${text.replaceAll('"', "'")}" <sip:x@example.com>`],
    ['Call-Info', '<javascript:window.__pwned=1>;purpose=icon'],
    ['Alert-Info', '<data:text/html,<script>window.__pwned=1</script>>'],
  ] as const;
  const invite = call.invite({ sdp: session(4000 + index * 2), headers });
  const ok = call.respond(invite, 200, { reason: text, sdp: session(6000 + index * 2), headers });
  const bye = call.bye('callee', { headers });
  story.sip(at, invite, { comments: [text] });
  story.sip(at + 100, call.respond(invite, 180, { reason: text, headers }));
  story.sip(at + 1000, ok, { comments: [text, script] });
  story.sip(at + 1010, call.acknowledge(ok, { headers }));
  story.rtp(
    at + 1020,
    { address: from.address, port: 4000 + index * 2 },
    { address: '192.0.2.66', port: 6000 + index * 2 },
    { count: 30, ssrc: 0x1000 + index, lost: [5, 6, 20] },
  );
  story.sip(at + 2000, bye, {});
  story.sip(at + 2010, call.respond(bye, 481, { reason: text, headers }));
}

/** Registrations, other dialogs and a failed call, marked too. */
function markedRest(story: Story, at: number, text: string): void {
  const registration = createRegistration(party('r%3Cb%3E', from, text), to, { callId: `reg-${text.replaceAll(' ', '/')}` });
  const register = registration.request('REGISTER', {
    headers: [
      ['Contact', `<sip:r@192.0.2.66>;+sip.instance="${text.replaceAll('"', "'")}"`],
      ['Expires', '60'],
    ],
  });
  story.sip(at, register);
  story.sip(at + 10, registration.respond(register, 401, { headers: [['WWW-Authenticate', `Digest realm="${text.replaceAll('"', "'")}", nonce="x"`]] }));
  const options = createCall(party('o', from, text), party('p', to, text), { callId: `opt-${text.length}` });
  const ask = options.request('OPTIONS', { headers: [['Subject', text]] });
  story.sip(at + 20, ask);
  story.sip(at + 30, options.respond(ask, 500, { reason: text }));
  const note = options.request('MESSAGE', { body: octetsOf(text.repeat(3)), contentType: 'text/html' });
  story.sip(at + 40, note);
  story.sip(
    at + 50,
    message(to, from, 'SIP/2.0 200 OK', [
      ['Via', headerOf(note, 'Via')],
      ['From', headerOf(note, 'From')],
      ['To', text],
      ['Call-ID', headerOf(note, 'Call-ID')],
      ['CSeq', headerOf(note, 'CSeq')],
    ]),
  );
  story.sip(
    at + 60,
    message(from, to, `${text.replaceAll(' ', '')} sip:x@example.com SIP/2.0`, [
      ['Via', `SIP/2.0/UDP 192.0.2.66;branch=z9hG4bK${text.length}`],
      ['From', '<sip:a@b>;tag=1'],
      ['To', '<sip:c@d>'],
      ['Call-ID', `odd-${text.length}`],
      ['CSeq', '1 ODD'],
    ]),
  );
}

/** An RTCP source description whose every item is markup (RFC 3550 6.5). */
function description(text: string): Uint8Array {
  const item = (type: number): Uint8Array => join(numbers([1, type], [1, octetsOf(text).length]), text);
  const chunk = padded(join(numbers([4, 0x1000]), item(1), item(2), item(6), item(7), new Uint8Array(1)), 4);
  const report = numbers([1, 0x80], [1, 201], [2, 1], [4, 0x1000]);
  return join(report, numbers([1, 0x81], [1, 202], [2, chunk.length / 4]), chunk);
}

function prototypeCall(story: Story, at: number, name: string): void {
  const call = createCall(
    { user: name, at: from, display: name, agent: name },
    { user: name, at: to, agent: name },
    { callId: name, fromTag: name, toTag: name },
  );
  const invite = call.invite({
    sdp: audio(endpoint('192.0.2.66:4800'), { lines: [`a=${name}`, `a=${name}:1`] }),
    headers: [
      [name, 'polluted'],
      ['Content-Disposition', `${name};${name}=1`],
    ],
  });
  story.sip(at, invite, { comments: [name] });
  story.sip(at + 10, call.respond(invite, 404, { reason: name, headers: [[name, name]] }));
}

export function markedStory(): Story {
  const story = createStory();
  markup.forEach((text, index) => markedCall(story, index * 3000, text, index));
  markup.forEach((text, index) => markedRest(story, 30_000 + index * 100, text));
  own.forEach((name, index) => prototypeCall(story, 40_000 + index * 100, name));
  markup.forEach((text, index) => story.datagram(41_000 + index, { ...from, port: 4001 }, { ...to, port: 6001 }, description(text)));
  markup.forEach((text, index) => story.datagram(42_000 + index, { ...from, port: 53 }, { ...to, port: 53 }, octetsOf(text)));
  return story;
}

/** The same as pcap, and as pcapng with markup in every option of every block. File names are markup as well. */
export function markedFiles(): readonly GivenFile[] {
  const story = markedStory();
  const section = {
    format: 'pcapng',
    comment: image,
    application: script,
    interfaces: [{ name: image, description: vector, resolution: 9, statistics: { received: 1000n, dropped: 3n } }],
    extra: [nameResolution(image), block(0x0bad, octetsOf(script)), block(10, join(numbers([4, 0x4b535354]), octetsOf('secret')))],
  } as const;
  return [given('<img src=x onerror=window.__pwned=1>.pcapng', story.capture(section)), given('"><svg onload=window.__pwned=1>.pcap', story.capture())];
}

/** A name resolution block: 192.0.2.66 is called by markup. */
function nameResolution(name: string): Uint8Array {
  const value = join(Uint8Array.of(192, 0, 2, 66), name, new Uint8Array(1));
  const little = (number: number): Uint8Array => Uint8Array.of(number & 0xff, number >> 8);
  return block(4, join(little(1), little(value.length), padded(value, 4), new Uint8Array(4), writeOptions([])));
}

/**
 * Twenty captures that tempt an analyser into a wrong number: no duration, clocks that run backwards or far ahead, streams of
 * one packet, repeated and lost ones, sequence numbers that wrap, clock rates nobody knows, calls with one message, and so on.
 */
export function oddFiles(): readonly GivenFile[] {
  const files: GivenFile[] = [];
  const tell = (name: string, told: (story: Story) => void, change: (packets: ForgedPacket[]) => ForgedPacket[] = (packets) => packets): void => {
    const story = createStory();
    told(story);
    const packets = change(story.told());
    const again = createStory({ start: '1970-01-01T00:00:00Z' });
    for (const packet of packets) again.frame(Number(packet.time) / 1e6, packet.octets);
    files.push(given(`${name}.pcap`, again.capture()));
  };
  const rtp = (name: string, train: Parameters<Story['rtp']>[3]): void => tell(name, (story) => tellPlainCall(story, 0, { toCallee: train, toCaller: train }));
  const only = (name: string, count: number): void =>
    tell(
      name,
      (story) => tellPlainCall(story),
      (packets) => packets.slice(0, count),
    );
  only('one-packet', 1);
  only('two-packets', 2);
  only('unanswered', 3);
  only('answered-without-end', 40);
  tell(
    'only-the-end',
    (story) => tellPlainCall(story),
    (packets) => packets.slice(-2),
  );
  tell(
    'all-at-once',
    (story) => tellPlainCall(story),
    (packets) => packets.map((packet) => ({ ...packet, time: 1_000_000_000n })),
  );
  tell(
    'in-1970',
    (story) => tellPlainCall(story),
    (packets) => packets.map((packet, index) => ({ ...packet, time: BigInt(index) * 1000n })),
  );
  tell(
    'far-ahead',
    (story) => tellPlainCall(story),
    (packets) => packets.map((packet, index) => (index > 100 ? { ...packet, time: packet.time + 2_000_000_000n * 1_000_000_000n } : packet)),
  );
  files.push(backwards());
  rtp('one-rtp-packet', { count: 1 });
  rtp('two-equal', { count: 2, doubled: [0, 1] });
  rtp('all-doubled', { count: 100, doubled: Array.from({ length: 100 }, (_, index) => index) });
  rtp('nearly-all-lost', { count: 400, lost: Array.from({ length: 396 }, (_, index) => index + 2) });
  rtp('wraps', { count: 200, firstSequence: 65_500, firstTimestamp: 0xffff_fff0 });
  rtp('backwards-sequence', { count: 100, late: new Map(Array.from({ length: 100 }, (_, index) => [index, (100 - index) * 40])) });
  rtp('unknown-clock', { count: 50, payloadType: 77 });
  rtp('timestamp-still', { count: 50, ticks: 0 });
  rtp('empty-payload', { count: 50, payload: () => new Uint8Array(0) });
  tell(
    'no-clock-rate',
    (story) => tellPlainCall(story, 0, { toCallee: { payloadType: 96 }, toCaller: { payloadType: 96 } }),
    (packets) => packets.map(withRate('PCMU/8000', 'PCMU/0000')),
  );
  tell('many-problems', (story) => {
    tellPlainCall(story, 0, { callId: 'a', ringing: 900, answered: 901, ended: 902 });
    tellPlainCall(story, 10, { callId: 'b', how: { mirroredAfter: 0.01 } });
    tellPlainCall(story, 20, { callId: 'c', how: { lost: true } });
  });
  return files;
}

/** A call whose clock runs backwards: later packets of the file carry earlier times. */
function backwards(): GivenFile {
  const story = createStory();
  tellPlainCall(story);
  const octets = story.capture().slice();
  const view = new DataView(octets.buffer);
  const places: number[] = [];
  for (let at = 24; at < octets.length; at += 16 + view.getUint32(at + 8, true)) places.push(at);
  const last = view.getUint32(places.at(-1) ?? 24, true);
  places.forEach((at, index) => view.setUint32(at, last - Math.floor(index / 20), true));
  return given('backwards.pcap', octets);
}

function withRate(before: string, after: string): (packet: ForgedPacket) => ForgedPacket {
  const [wanted, put] = [octetsOf(before), octetsOf(after)];
  return (packet) => {
    const octets = packet.octets.slice();
    for (let at = 0; at + wanted.length <= octets.length; at++) if (wanted.every((octet, index) => octets[at + index] === octet)) octets.set(put, at);
    return { ...packet, octets };
  };
}
