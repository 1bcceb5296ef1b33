/**
 * One call in every encapsulation and on every link type that is read, against what tshark 4.0.17 says of the same octets: each
 * Call-ID, each message, each announced stream with all its columns. tshark's answers stand in encapsulated-calls.json;
 * ENCAPSULATED=write asks tshark again (it and ../shared/tools/truth.py must be there). Where tshark cannot read a link type,
 * the answers about the bare call on Ethernet are held against it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { expect, test } from 'vitest';
import { writeCapture } from './forge/capture.ts';
import { frame } from './forge/frames.ts';
import { ah, esp, teredo } from './forge/ipsec.ts';
import { linksAround, ownLinksAround } from './forge/links.ts';
import { ipPacket, udpPacket } from './forge/network.ts';
import { tellPlainCall } from './forge/plain-call.ts';
import { createStory } from './forge/story.ts';
import { guessedTunnelsAround, tunnelsAround, type Encapsulated } from './forge/tunnels.ts';
import { wlanFramesAround } from './forge/wlan.ts';
import { openOctets } from './open-octets.ts';
import { analysisOf } from './oracle/analyse.ts';
import { compare } from './oracle/compare.ts';
import type { Truth } from './oracle/truth.ts';

interface Answers {
  /** distinct answers; the first is of the bare call */
  readonly truths: readonly Truth[];
  /** by name of the encapsulation, which of them; -1 where tshark does not read it */
  readonly of: Readonly<Record<string, number>>;
}

const [a, b] = ['10.0.0.1', '10.0.0.2'];
const bare = 'Ethernet';

/** What the lists of forge do not have: layers between IP and IP. */
function moreAround(inner: Uint8Array): readonly Encapsulated[] {
  const on = (name: string, octets: Uint8Array): Encapsulated => ({ name, linkType: 1, octets: frame(octets), layers: '' });
  return [
    on(bare, inner),
    on('6in4, its other way round: IPv4 in IPv6', ipPacket('2001:db8::1', '2001:db8::2', 4, inner)),
    on('AH, tunnel mode', ipPacket(a, b, 51, ah(4, inner))),
    on('ESP NULL, tunnel mode', ipPacket(a, b, 50, esp(4, inner))),
    on('Teredo', udpPacket({ address: a, port: 3544 }, { address: b, port: 3544 }, teredo(ipPacket('2001:0::1', '2001:0::2', 4, inner)))),
  ];
}

function around(inner: Uint8Array): readonly Encapsulated[] {
  const all = [
    ...moreAround(inner),
    ...tunnelsAround(inner),
    ...guessedTunnelsAround(inner),
    ...linksAround(inner),
    ...ownLinksAround(inner),
    ...wlanFramesAround(inner),
  ];
  return all.filter(({ name }) => name !== 'exported SIP text');
}

/** What tshark has to be told, as `-d` and `-o` say it. */
const hints: Readonly<Record<string, readonly string[]>> = {
  'L2TPv3 over IP': ['-d', 'l2tp.pw_type==0,eth', '-o', 'l2tp.cookie_size:None'],
  'L2TPv3 over IP, cookie of 4': ['-d', 'l2tp.pw_type==0,eth', '-o', 'l2tp.cookie_size:4 Byte Cookie'],
  'L2TPv3 over IP, cookie of 8 and sublayer': [
    '-d',
    'l2tp.pw_type==0,eth',
    '-o',
    'l2tp.cookie_size:8 Byte Cookie',
    '-o',
    'l2tp.l2_specific:Default L2-Specific',
  ],
  'L2TPv3 over UDP': ['-d', 'l2tp.pw_type==0,eth', '-o', 'l2tp.cookie_size:None'],
  'ESP NULL, tunnel mode': ['-o', 'esp.enable_null_encryption_decode_heuristic:TRUE'],
};

/** What tshark's answers do not speak of: ERF has a clock of its own, here zero; truth.py finds no addresses below A-MSDU and DOCSIS. */
const unlike: ReadonlySet<string> = new Set(['ERF, Ethernet', 'A-MSDU of one', 'DOCSIS', 'DOCSIS, extended header']);

const story = createStory({});
tellPlainCall(story, 0, {
  ended: 3000,
  toCallee: { lost: [17, 18, 40] },
  toCaller: { jitter: 4000, late: new Map([[30, 25]]), digits: [{ index: 60, event: 5, packets: 6 }] },
});
const told = story.told();
const names = around(told[0]!.octets.subarray(14)).map(({ name }) => name);
const packets = told.map(({ octets, ...rest }) => ({ ...rest, wrapped: around(octets.subarray(14)) }));

function capture(index: number): Uint8Array {
  const { linkType } = packets[0]!.wrapped[index]!;
  return writeCapture(
    packets.map(({ wrapped, ...rest }) => ({ ...rest, octets: wrapped[index]!.octets })),
    { format: 'pcap', linkType },
  );
}

const file = new URL('encapsulated-calls.json', import.meta.url);
if (process.env['ENCAPSULATED'] === 'write') askTshark();
const answers = JSON.parse(readFileSync(file, 'utf8')) as Answers;

test('each encapsulation has an answer, and all but a few are tshark’s own', () => {
  expect(Object.keys(answers.of)).toEqual(names);
  expect(Object.values(answers.of).filter((which) => which < 0).length).toBeLessThan(17);
  expect(answers.truths[0]?.sip.calls).toHaveLength(1);
  expect(answers.truths[0]?.rtp.announced.streams).toHaveLength(2);
});

test.each(names.map((name, index) => [name, index] as const))('%s', async (name, index) => {
  const { engine } = await openOctets([{ name: 'call.pcap', octets: capture(index) }]);
  expect(compare(answers.truths[Math.max(0, answers.of[name]!)]!, await analysisOf(engine))).toEqual([]);
});

function askTshark(): void {
  const folder = mkdtempSync(joinPath(tmpdir(), 'sipglass-encapsulated-'));
  try {
    const paths = names.map((name, index) => {
      const path = joinPath(folder, `${String(index).padStart(3, '0')}.pcap`);
      writeFileSync(path, capture(index));
      if (hints[name] !== undefined) writeFileSync(`${path}.tshark`, `${hints[name].join('\n')}\n`);
      return path;
    });
    execFileSync('python3', [new URL('../../shared/tools/truth.py', import.meta.url).pathname, '--jobs', '2', folder], { stdio: 'inherit' });
    const truths: string[] = [];
    const of: Record<string, number> = {};
    for (const [index, name] of names.entries()) {
      const { sip, rtp, frames, capinfos } = JSON.parse(readFileSync(`${paths[index]}.truth.json`, 'utf8')) as Truth;
      const answer = JSON.stringify({
        capinfos: { packets: capinfos.packets, start: capinfos.start },
        sip: { calls: sip.calls, other: sip.other },
        rtp: { announced: { streams: rtp.announced.streams } },
        frames: { total: frames.total },
      });
      if (sip.calls.length === 0 || unlike.has(name)) of[name] = -1;
      else of[name] = truths.includes(answer) ? truths.indexOf(answer) : truths.push(answer) - 1;
    }
    writeFileSync(file, `${JSON.stringify({ truths: truths.map((text) => JSON.parse(text) as Truth), of })}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
