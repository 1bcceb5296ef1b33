/**
 * Text and rtpdump: the SIP messages of a sample, written as the usual programs log them, open as the sample does, with the times and
 * addresses that the lines tell; what they do not tell is made up and said. Hex dumps give the very packets. No octets throw.
 */
import { readFileSync } from 'node:fs';
import { join as joinPath, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../src/engine/engine.ts';
import { TextMessages } from '../src/capture/text-messages.ts';
import { join, numbers, octetsOf } from './forge/octets.ts';
import { createRandom } from './forge/random.ts';
import { rtpPacket } from './forge/rtp.ts';
import { openFiles } from './open-file-octets.ts';
import { analysisOf } from './open-octets.ts';
import type { FoundAnalysis } from './samples-compare.ts';

const sample = new Uint8Array(readFileSync(joinPath(resolve(import.meta.dirname, '..'), 'public/samples/wrong-password.pcap')));

interface Logged {
  readonly date: Date;
  readonly micros: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly frame: Uint8Array;
}

/** The UDP datagrams of the sample (Ethernet, IPv4). */
const messages: readonly Logged[] = (() => {
  const view = new DataView(sample.buffer);
  const found: Logged[] = [];
  for (let at = 24; at < sample.length; ) {
    const frame = sample.subarray(at + 16, at + 16 + view.getUint32(at + 8, true));
    const address = (p: number): string => frame.subarray(p, p + 4).join('.');
    const port = (p: number): number => (frame[p]! << 8) | frame[p + 1]!;
    const text = new TextDecoder().decode(frame.subarray(42));
    const [from, to] = [`${address(26)}:${port(34)}`, `${address(30)}:${port(36)}`];
    if (frame[23] === 17 && text.includes('SIP/2.0'))
      found.push({ date: new Date(view.getUint32(at, true) * 1000), micros: String(view.getUint32(at + 4, true)).padStart(6, '0'), from, to, text, frame });
    at += 16 + frame.length;
  }
  return found;
})();

const lf = (text: string): string => text.replaceAll('\r\n', '\n');
const iso = ({ date, micros }: Logged, between = ' ', dash = '-'): string =>
  `${date.toISOString().slice(0, 10).replaceAll('-', dash)}${between}${date.toISOString().slice(11, 19)}.${micros}`;
const clock = (one: Logged): string => iso(one).slice(11);
const own = messages[0]!.to;

const dialects: Readonly<Record<string, (one: Logged) => string>> = {
  sngrep: (one) => `${iso(one, ' ', '/')} ${one.from} -> ${one.to}\n${lf(one.text)}\n\n`,
  FreeSWITCH: (one) => {
    const [word, way, peer] = one.to === own ? ['recv', 'from', one.from] : ['send', 'to', one.to];
    const rule = `   ${'-'.repeat(72)}`;
    const [address, port] = peer.split(':');
    return `${word} ${one.text.length} bytes ${way} udp/[${address}]:${port} at ${clock(one)}:\n${rule}\n${lf(one.text).replace(/^/gm, '   ')}\n${rule}\n`;
  },
  'Asterisk pjsip': (one) => {
    const [words, peer] = one.to === own ? ['Received SIP request (914 bytes) from', one.from] : ['Transmitting SIP response (512 bytes) to', one.to];
    return `[${iso(one)}] VERBOSE[4012] res_pjsip_logger.c: \u001b[0m<--- ${words} UDP:${peer} --->\n${one.text}\n`;
  },
  'Asterisk chan_sip': (one) =>
    one.to === own
      ? `\n<--- SIP read from UDP:${one.from} --->\n${lf(one.text)}\n<------------->\n--- (12 headers 0 lines) ---\nSending to ${one.from} (no NAT)\n`
      : `\n<--- Transmitting (no NAT) to ${one.to} --->\n${lf(one.text)}\n\n<------------>\n`,
  'Oracle sipmsg.log': (one) =>
    `${one.date.toUTCString().slice(8, 11)} ${one.date.toISOString().slice(8, 10)} ${clock(one).slice(0, 12)} On [0:0]${one.to} received from ${one.from}\n${lf(one.text)}\n----------------------------------------\n`,
  AudioCodes: (one) =>
    one.to === own
      ? `${clock(one)}  10.8.1.1  local0.notice  [S=31] [SID=ab:1:2] ---- Incoming SIP Message from ${one.from} to SIPInterface #0 (x) UDP TO(#1) SocketID(5) ----\n${lf(one.text)}\n`
      : `${clock(one)}  10.8.1.1  local0.notice  [S=32] [SID=ab:1:2] ---- Outgoing SIP Message to ${one.to} from SIPInterface #0 (x) UDP TO(#1) SocketID(5) ----\n${lf(one.text)}\n`,
  'Kamailio xlog': (one) => `${iso(one, 'T')}Z proxy kamailio[77]: INFO: <script>: from ${one.from} to ${one.to}: ${lf(one.text)}\n`,
  alone: (one) => `${lf(one.text)}\n`,
};

const write = (dialect: string): Uint8Array => octetsOf(messages.map(dialects[dialect]!).join(''));
const open = (octets: Uint8Array) => openFiles([{ name: 'log.txt', octets }]);
const codes = (engine: Engine): readonly string[] => engine.diagnostics().map(({ code }) => code);

/** Registrations, calls and their messages in order, without places in time. */
async function story(engine: Engine): Promise<unknown> {
  const { calls, dialogs } = (await analysisOf(engine)) as FoundAnalysis;
  return [...calls, ...dialogs].map((one) => one.messages.map(({ method, status }) => method ?? status));
}

const plain = openFiles([{ name: 'plain', octets: sample }]).then(({ engine }) => story(engine));

describe.each(Object.keys(dialects))('%s', (dialect) => {
  test('gives the messages of the sample, in the order they came', async () => {
    const { engine, result } = await open(write(dialect));
    expect(result.opens && [result.captures[0]?.fileType, result.packets]).toEqual(['text', messages.length]);
    expect(result.opens && result.captures[0]?.linkTypes).toEqual(['RAW']);
    expect(await story(engine)).toEqual(await plain);
    expect(codes(engine)).toContain('text.headers');
    expect(codes(engine)).not.toContain('text.message-cut');
  });
});

describe('what the lines tell', () => {
  const rows = async (engine: Engine) => (await engine.packets({ kinds: [] }, { offset: 0, limit: 100 })).rows;

  test('both addresses and the whole time: nothing is made up', async () => {
    const { engine } = await open(write('sngrep'));
    expect(codes(engine)).not.toContain('text.address');
    const [first, second] = await rows(engine);
    expect([first!.source, first!.destination]).toEqual([messages[0]!.from, messages[0]!.to].map((one) => one.split(':')[0]));
    const apart = messages.map(({ date, micros }) => date.getTime() * 1e6 + Number(micros) * 1000);
    expect(second!.time - first!.time).toBeCloseTo(apart[1]! - apart[0]!, -4);
    const detail = await engine.packet(0);
    expect(detail?.comments).toEqual([]);
    expect(detail?.origin).toEqual({
      from: { kind: 'text', first: 2, last: 1 + lf(messages[0]!.text).split('\n').length - 1 },
      headers: 'datagram',
      clock: 'exact',
      source: false,
      destination: false,
    });
  });

  test('a time of day alone, an address alone, neither', async () => {
    expect(codes((await open(write('FreeSWITCH'))).engine)).toEqual(expect.arrayContaining(['text.no-date', 'text.address']));
    expect(codes((await open(write('Asterisk chan_sip'))).engine)).toEqual(expect.arrayContaining(['text.no-time', 'text.address']));
    expect(codes((await open(write('alone'))).engine)).toEqual(expect.arrayContaining(['text.no-time', 'text.address']));
  });

  test('past midnight the day goes on', async () => {
    const [one, two] = messages;
    const text = `23:59:59.500 ${one!.from} -> ${one!.to}\n${one!.text}\n00:00:00.250 ${two!.from} -> ${two!.to}\n${two!.text}\n`;
    const found = await rows((await open(octetsOf(text))).engine);
    expect(found[1]!.time - found[0]!.time).toBe(750_000_000);
  });

  test('a message cut in its headers, or in a body that was told longer', async () => {
    const { text } = messages[0]!;
    const cut = `${iso(messages[0]!)} 10.0.0.1:5060 -> 10.0.0.2:5060\n${lf(text).split('\n').slice(0, 4).join('\n')}\n-----\nnothing more\n`;
    const { engine, result } = await open(octetsOf(cut));
    expect(result.opens && result.packets).toBe(1);
    expect(codes(engine)).toContain('text.message-cut');
    const invite = 'MESSAGE sip:b@c SIP/2.0\nCall-ID: x\nCSeq: 1 MESSAGE\nContent-Type: text/plain\nContent-Length: 500\n\nhello\n';
    expect(codes((await open(octetsOf(invite + lf(text)))).engine)).toContain('text.message-cut');
  });
});

describe('hex dumps', () => {
  const pairs = (octets: Uint8Array, from: number): readonly string[] =>
    Array.from(octets.subarray(from, from + 16), (octet) => octet.toString(16).padStart(2, '0'));
  const letters = (octets: Uint8Array, from: number): string => String.fromCharCode(...octets.subarray(from, from + 16)).replace(/[^ -~]/g, '.');
  const lines = (octets: Uint8Array, form: (from: number, pairs: readonly string[], letters: string) => string): string =>
    Array.from({ length: Math.ceil(octets.length / 16) }, (_, i) => form(16 * i, pairs(octets, 16 * i), letters(octets, 16 * i))).join('\n');
  const fours = (list: readonly string[]): string => list.join('').replace(/(.{4})(?=.)/g, '$1 ');
  const offset = (from: number, digits: number): string => from.toString(16).padStart(digits, '0');
  const forms: Readonly<Record<string, (one: Logged) => string>> = {
    'tcpdump -X': (one) =>
      `${clock(one)} IP ${one.from.replace(':', '.')} > ${one.to.replace(':', '.')}: SIP\n${lines(one.frame.subarray(14), (from, list, text) => `\t0x${offset(from, 4)}:  ${fours(list).padEnd(39)}  ${text}`)}\n`,
    xxd: (one) => `${lines(one.frame, (from, list, text) => `${offset(from, 8)}: ${fours(list).padEnd(39)}  ${text}`)}\n\n`,
    'hexdump -C': (one) =>
      `${lines(one.frame, (from, list, text) => `${offset(from, 8)}  ${list.slice(0, 8).join(' ')}  ${list.slice(8).join(' ').padEnd(23)}  |${text}|`)}\n${offset(one.frame.length, 8)}\n`,
    text2pcap: (one) => `${iso(one)}\n${lines(one.frame, (from, list) => `${offset(from, 6)} ${list.join(' ')}`)}\n`,
    'the message alone': (one) =>
      `${iso(one)} ${one.from} -> ${one.to}\n${lines(one.frame.subarray(42), (from, list, text) => `${offset(from, 4)}   ${list.join(' ').padEnd(47)}   ${text}`)}\n\n`,
  };
  test.each(Object.keys(forms))('%s', async (name) => {
    const { engine, result } = await open(octetsOf(messages.map(forms[name]!).join('')));
    expect(result.opens && result.packets).toBe(messages.length);
    expect(await story(engine)).toEqual(await plain);
  });
});

describe('rtpdump', () => {
  const packet = (milliseconds: number, octets: Uint8Array, whole: number = octets.length): Uint8Array =>
    join(numbers([2, 8 + octets.length], [2, whole], [4, milliseconds]), octets);
  const voice = (i: number): Uint8Array =>
    rtpPacket({ payloadType: 0, sequence: i, timestamp: i * 160, ssrc: 0x1234, payload: new Uint8Array(160).fill(0xd5) });
  const report = join(numbers([1, 0x80], [1, 201], [2, 1], [4, 0x1234]));
  const header = join('#!rtpplay1.0 198.51.100.7/5004\n', numbers([4, 1_700_000_000], [4, 250_000], [4, 0xc6336407], [2, 5004], [2, 0]));
  const dump = join(header, ...Array.from({ length: 100 }, (_, i) => packet(20 * i, voice(i))), packet(2000, report, 0));

  test('becomes a stream from the address it names, with RTCP', async () => {
    const { engine, result } = await open(dump);
    expect(result.opens && [result.captures[0]?.fileType, result.packets]).toEqual(['rtpdump', 101]);
    const { accounting, streams } = (await analysisOf(engine)) as FoundAnalysis;
    expect(streams.map(({ packets, src }) => [packets, src])).toEqual([[100, { address: '198.51.100.7', port: 5004 }]]);
    expect(accounting.kinds).toMatchObject({ rtp: 100, rtcp: 1 });
    expect(codes(engine)).toContain('rtpdump.addresses');
    expect(Buffer.from((await engine.packet(0))!.octets[0]!.octets).includes(Buffer.from(voice(0)))).toBe(true);
  });

  test('headers alone are cut packets; a cut file gives what stands before', async () => {
    const short = join(header, ...Array.from({ length: 50 }, (_, i) => packet(20 * i, voice(i).subarray(0, 12), 172)));
    expect((await open(short)).result).toMatchObject({ opens: true, packets: 50 });
    const { engine, result } = await open(dump.subarray(0, 5000));
    expect(result.opens && result.packets).toBe(Math.floor((5000 - header.length) / 180));
    expect(codes(engine)).toContain('unpack.truncated');
  });
});

test('what is text and holds no message is still no capture', async () => {
  for (const text of ['hello\n'.repeat(500), 'see RFC 3261 for SIP/2.0\n', 'INVITE sip:a@b SIP/2.0\nand nothing that follows\n', 'a 0000 deadbeef\n'])
    expect((await open(octetsOf(text))).result).toMatchObject({ opens: false, reason: 'not-a-capture' });
});

test('text cut and damaged anywhere: never a throw, and no line takes long', async () => {
  const random = createRandom(9);
  const all = Object.keys(dialects);
  for (let i = 0; i < 24; i++) {
    const octets = write(all[i % all.length]!);
    const changed = octets.map((octet) => (random.chance(0.3) ? random.below(256) : octet));
    expect(typeof (await open(changed.subarray(0, random.below(octets.length)))).result.opens).toBe('boolean');
  }
  const long = octetsOf(`INVITE sip:a@b SIP/2.0\nVia: x\n${'A'.repeat(300_000)}\n${'10.0.0.1:5060 '.repeat(20_000)}\n${'1:2:3:'.repeat(50_000)}\n`);
  const began = performance.now();
  await open(join(long, write('alone')));
  expect(performance.now() - began).toBeLessThan(3000);
});

test('a line with many starts of a message in it is looked at once', () => {
  const messages = new TextMessages(() => undefined);
  const line = octetsOf(`${' SIP/2.0 200'.repeat(5000)}\rx`);
  for (let i = 0; i < 200; i++) messages.line(line, 0);
  messages.end();
  expect(messages.count).toBe(0);
});
