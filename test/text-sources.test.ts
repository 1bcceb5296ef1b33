/**
 * What text says and does not say of its messages: the transport that carried them, how finely their times are known, whose addresses were not named. Nothing
 * is judged or shown more exactly than the text has it.
 */
import { describe, expect, test } from 'vitest';
import type { Engine } from '../src/engine/engine.ts';
import { originText, readOrigin, readPlace } from '../src/capture/made-origin.ts';
import { createCall, type SipMessage } from './forge/sip.ts';
import { endpoint } from './forge/address.ts';
import { join, octetsOf } from './forge/octets.ts';
import { writePcapng } from './forge/pcapng.ts';
import { createStory } from './forge/story.ts';
import { openFiles } from './open-file-octets.ts';

const caller = { user: 'alice', at: endpoint('198.51.100.7:5060') };
const callee = { user: 'bob', at: endpoint('203.0.113.9:5060') };
const textOf = ({ octets }: SipMessage): string => new TextDecoder().decode(octets);

/** An INVITE, 100, 180, 200, ACK, BYE, 200 with a line in front of each. @param via what the topmost Via says */
function log(line: (i: number, from: string, to: string) => string, via = 'UDP', pad = 0): Uint8Array {
  const call = createCall(caller, callee);
  const invite = call.invite();
  const ok = call.respond(invite, 200);
  const bye = call.bye('caller');
  const told = [invite, call.respond(invite, 100), call.respond(invite, 180), ok, call.acknowledge(ok), bye, call.respond(bye, 200)];
  const forth = [true, false, false, false, true, true, false];
  return octetsOf(
    told
      .map((message, i) => {
        const [from, to] = forth[i] === true ? ['198.51.100.7:5060', '203.0.113.9:5060'] : ['203.0.113.9:5060', '198.51.100.7:5060'];
        const text = textOf(message)
          .replaceAll('SIP/2.0/UDP', `SIP/2.0/${via}`)
          .replace('\r\n', `\r\nX-Filler: ${'x'.repeat(pad)}\r\n`);
        return `${line(i, from, to)}\n${text}\n`;
      })
      .join('\n'),
  );
}

const opened = async (octets: Uint8Array): Promise<Engine> => (await openFiles([{ name: 'log.txt', octets }])).engine;
const call = async (engine: Engine) => (await engine.call(0))!;
const rulesOf = async (engine: Engine): Promise<readonly string[]> => (await engine.findingsOfCall(0)).map(({ rule }) => rule);
const exact = (i: number, from: string, to: string): string => `2026-01-05 09:00:0${i}.250000 ${from} -> ${to}`;
const copies = (octets: Uint8Array): Uint8Array => {
  const [invite = '', ...rest] = new TextDecoder().decode(octets).split(/\n(?=2026)/);
  return octetsOf([invite, ...[2, 3, 4].map((s) => invite.replace(/:00\.250000/, `:0${s}.250000`)), ...rest].join('\n'));
};

describe('the transport that carried a message', () => {
  test.each([
    ['nothing said', exact, 'UDP', 'udp'],
    ['the Via says TCP', exact, 'TCP', 'tcp'],
    ['the Via says TLS', exact, 'TLS', 'tls'],
    ['the Via says WSS', exact, 'WSS', 'wss'],
    ['the Via says SCTP', exact, 'SCTP', 'sctp'],
    ['Asterisk', (i: number, from: string) => `[2026-01-05 09:00:0${i}.250] <--- Received SIP request (9 bytes) from TLS:${from} --->`, 'UDP', 'tls'],
    ['FreeSWITCH', (i: number, from: string) => `recv 912 bytes from ws/[${from.split(':')[0]!}]:5066 at 09:00:0${i}.250000:`, 'UDP', 'ws'],
    ['Kamailio', (i: number, from: string, to: string) => `Jan  5 09:00:0${i} proxy: proto=tcp ${from} -> ${to}`, 'TLS', 'tcp'],
    [
      'a host that is called tcp says nothing',
      (i: number, from: string, to: string) => `2026-01-05 09:00:0${i}.5 tcp-proxy.example ${from} -> ${to}`,
      'UDP',
      'udp',
    ],
  ] as const)('%s', async (_, line, via, transport) => {
    const engine = await opened(log(line, via));
    const { row } = await call(engine);
    expect(row.transports).toEqual([transport]);
    expect(new Set((await engine.ladder([0])).rows.map((one) => one.kind === 'message' && one.transport))).toEqual(new Set([transport]));
    expect(row.messages).toBe(7);
    expect(JSON.stringify((await engine.message(0))?.startLine)).toContain('INVITE');
  });

  test('ends are as in the log, over IPv6 too', async () => {
    const six = log((i) => `2026-01-05 09:00:0${i}.25 [2001:db8::1]:5061 -> [2001:db8::2]:5061`, 'TLS');
    const { row } = await call(await opened(six));
    expect([row.source, row.destination]).toEqual([
      { address: '2001:db8::1', port: 5061 },
      { address: '2001:db8::2', port: 5061 },
    ]);
  });

  test('rules about UDP hold for UDP alone: repeated requests and long datagrams', async () => {
    const told = async (via: string): Promise<readonly string[]> =>
      (await rulesOf(await opened(copies(log(exact, via, 1100))))).filter((rule) => /UDP|SIP-RETX/.test(rule));
    expect(await told('UDP')).toEqual(expect.arrayContaining(['UDP-FRAG', 'SIP-RETX-REQ']));
    expect(await told('TCP')).toEqual([]);
    expect(await told('WSS')).toEqual([]);
  });
});

describe('how finely times are known', () => {
  const seconds = (i: number, from: string, to: string): string => `2026-01-05 09:00:0${i < 2 ? 0 : i} ${from} -> ${to}`;
  const none = (_: number, from: string, to: string): string => `${from} -> ${to}`;

  test('as written', async () => {
    const { row } = await call(await opened(log(exact)));
    expect([row.pdd, row.limits]).toEqual([2000, undefined]);
  });

  test('to the second: said with every duration, and no rule judges shorter ones', async () => {
    const engine = await opened(log(seconds));
    const { row } = await call(engine);
    expect(row.limits).toEqual({ timeStep: 1000, standIns: [] });
    expect((await engine.ladder([0])).limits?.timeStep).toBe(1000);
    expect(engine.diagnostics().map(({ code }) => code)).toContain('text.seconds');
    // the ACK comes late: more than a second, which seconds alone cannot tell
    const moments = [0, 0, 2, 3, 5, 7, 8];
    const late = (fraction: string): Promise<Engine> => opened(log((i, from, to) => `2026-01-05 09:00:0${moments[i]!}${fraction} ${from} -> ${to}`));
    expect(await rulesOf(await late('.000'))).toContain('ACK-LATE');
    expect(await rulesOf(await late(''))).not.toContain('ACK-LATE');
    expect((await engine.statistics()).total.pdd).toBeUndefined();
  });

  test('what was sent again is said without a time that nobody knows', async () => {
    const texts = (fraction: string): Uint8Array => {
      const [invite = '', ...rest] = new TextDecoder().decode(log((i, from, to) => `2026-01-05 09:00:1${i}${fraction} ${from} -> ${to}`)).split(/\n(?=2026)/);
      return octetsOf([invite, invite.replace(/:10/, ':11'), ...rest].join('\n'));
    };
    const again = async (fraction: string) => (await (await opened(texts(fraction))).findingsOfCall(0)).find(({ rule }) => rule === 'SIP-RETX-REQ');
    expect((await again('.000'))?.facts).toMatchObject({ again: 1, interval: 1000, offSchedule: 1 });
    const unknown = await again('');
    expect(unknown?.facts).toMatchObject({ again: 1, interval: -1, offSchedule: 0 });
    const { signallingFindings } = await import('../src/ui/words/en/findings/signalling.ts');
    expect(signallingFindings['SIP-RETX-REQ'].sentence((name: string) => String(unknown!.facts[name]))).toBe('INVITE was sent again once, when is not known.');
  });

  test('not at all: no duration, no mark and no finding that rests on one', async () => {
    const engine = await opened(log(none));
    const { row, times } = await call(engine);
    expect(row.limits).toEqual({ timeStep: Infinity, standIns: [] });
    expect([row.pdd, row.ringTime, row.setupTime, row.talkTime, times.trying, times.disconnect]).toEqual(Array(6).fill(undefined));
    expect([row.state, row.problems]).toEqual(['COMPLETED', []]);
    expect(await rulesOf(await opened(log((i) => (i < 4 ? '198.51.100.7:5060 -> 203.0.113.9:5060' : ''))))).not.toContain('ACK-LATE');
  });
});

describe('lines that tell of a message', () => {
  test('a clock that a colon follows keeps its fraction', async () => {
    const { row } = await call(await opened(log((i, from, to) => `recv 900 bytes from udp/[198.51.100.7]:5060 at 09:00:0${i}.25${i}000: ${from} -> ${to}`)));
    expect([row.limits, Math.round(row.pdd ?? 0)]).toEqual([undefined, 2002]);
  });

  test('messages in one line each, with their line ends written out', async () => {
    const plain = new TextDecoder().decode(log(() => '@'));
    const json = plain
      .split(/@\n/)
      .slice(1)
      .map((text, i) => JSON.stringify({ at: `2026-01-05T09:00:0${i}.5Z`, src: '198.51.100.7:5060', dst: '203.0.113.9:5060', msg: text }));
    const { row } = await call(await opened(octetsOf(`${json.join('\n')}\n`)));
    expect([row.messages, row.state, row.pdd, row.limits, row.fromUri]).toEqual([
      7,
      'COMPLETED',
      2000,
      undefined,
      (await call(await opened(log(exact)))).row.fromUri,
    ]);
    // and as a log prints them
    const printed = plain
      .split(/@\n/)
      .slice(1)
      .map((text, i) => `2026-01-05 09:00:0${i}.5 tcp 198.51.100.7:5060 -> 203.0.113.9:5060 [${text.replaceAll('\r\n', String.raw`\r\n`)}]`);
    expect((await call(await opened(octetsOf(printed.join('\n'))))).row).toMatchObject({ messages: 7, transports: ['tcp'] });
  });

  test('a line of dashes that names an address is no rule', async () => {
    const engine = await opened(
      log((i, from, to) => ([0, 4, 5].includes(i) ? `<--- SIP read from TCP:${from} --->` : `<--- Transmitting (no NAT) to ${to} --->`)),
    );
    const [first, second] = (await engine.ladder([0])).rows;
    expect([first, second].map((one) => one?.kind === 'message' && [one.source?.address, one.destination?.address])).toEqual([
      ['198.51.100.7', '192.0.2.1'],
      ['192.0.2.1', '198.51.100.7'],
    ]);
    expect(first?.kind === 'message' && first.transport).toBe('tcp');
  });
});

test('addresses that were not named are known wherever they stand', async () => {
  const engine = await opened(log((i) => `2026-01-05 09:00:0${i}.5`).map((octet) => octet));
  const { row } = await call(engine);
  // the INVITE came from the place that its Via names, and went nobody knows where
  expect(row.limits?.standIns).toContain(row.destination?.address);
  expect(row.limits?.standIns).not.toContain('198.51.100.7');
  const [first] = (await engine.packets({ kinds: [] }, { offset: 0, limit: 1 })).rows;
  expect(first?.origin).toMatchObject({ source: false, destination: true, clock: 'exact', headers: 'datagram' });
  expect([first?.commented, (await engine.packet(0))?.comments]).toEqual([false, []]);
  expect((await engine.packet(0))?.origin?.from).toMatchObject({ kind: 'text', first: 2 });
});

test('an interface that only looks like ours, and a comment of somebody else, are nothing', () => {
  for (const text of [undefined, '', 'Not captured; ', 'Not captured; as dumped; times as written; all made up', 'eth0'])
    expect(readOrigin(text)).toBeUndefined();
  for (const text of ['', 'lines', 'lines 3', 'see lines 3–4']) expect(readPlace(text)).toBeUndefined();
});

test('whole seconds tell who answered, though not how fast', async () => {
  const engine = await opened(log((i, from, to) => `[2026-01-05 09:00:0${i}] ${from} -> ${to}`));
  const { methods } = await engine.statistics();
  expect(methods.find(({ method }) => method === 'INVITE')).toMatchObject({ requests: 1, unanswered: 0 });
});

test('a text without times beside a capture leaves the rules about the capture alone', async () => {
  const story = createStory({});
  for (let i = 0; i < 400; i++) {
    const tried = createCall(caller, callee, { callId: `flood-${i}` });
    const invite = tried.invite();
    story.dialogue(i * 2, 1, [invite, tried.respond(invite, 503)]);
  }
  const pasted = octetsOf(textOf(createCall(callee, caller, { callId: 'pasted' }).invite()));
  const rules = async (files: readonly { readonly name: string; readonly octets: Uint8Array }[]): Promise<readonly string[]> =>
    (await openFiles(files)).engine.findingGroups('rule').map(({ key }) => key);
  const flood = { name: 'flood.pcap', octets: story.capture() };
  expect(await rules([flood])).toContain('SEC-FLOOD');
  expect(await rules([flood, { name: 'pasted.txt', octets: pasted }])).toContain('SEC-FLOOD');
});

describe('saved as pcapng and opened again, what was made up is still known', () => {
  test.each([
    ['times as written', log(exact)],
    ['to the second', log((i, from, to) => `2026-01-05 09:00:0${i} ${from} -> ${to}`)],
    ['no times', log((_, from, to) => `${from} -> ${to}`)],
    ['to the second, over TLS', log((i, from, to) => `2026-01-05 09:00:0${i} ${from} -> ${to}`, 'TLS')],
    ['no addresses', log((i) => `2026-01-05 09:00:0${i}.5`)],
    ['times and addresses, some', log((i, from, to) => (i < 3 ? `2026-01-05 09:00:0${i} ${from} -> ${to}` : `2026-01-05 09:00:0${i}.5`))],
  ])('%s', async (_, octets) => {
    const first = await opened(octets);
    const again = await reopened(first);
    const { row, times } = await call(first);
    const { row: rowAgain, times: timesAgain } = await call(again);
    expect(rowAgain).toEqual(row);
    expect(timesAgain).toEqual(times);
    expect(await rulesOf(again)).toEqual(await rulesOf(first));
    for (let packet = 0; packet < 7; packet++) {
      const { time, origin, comments } = (await first.packet(packet))!;
      expect(origin).toBeDefined();
      expect(await again.packet(packet)).toMatchObject({ time, origin, comments });
    }
  });

  test('beside a capture of the wire: each packet has its own', async () => {
    const story = createStory({ start: '2026-01-05T10:00:00Z' });
    story.dialogue(0, 100, [createCall({ ...caller, user: 'carol' }, callee, { callId: 'wire' }).invite()]);
    const text = { name: 'log.txt', octets: log((i, from, to) => `2026-01-05 09:00:0${i} ${from} -> ${to}`) };
    const { engine } = await openFiles([text, { name: 'wire.pcap', octets: story.capture() }]);
    const again = await reopened(engine, [0, 1]);
    expect((await again.call(0))!.row.limits).toEqual({ timeStep: 1000, standIns: [] });
    expect((await again.call(1))!.row.limits).toBeUndefined();
    expect(await Promise.all([0, 7].map(async (packet) => (await again.packet(packet))!.origin?.clock))).toEqual(['seconds', undefined]);
  });
});

test('a comment that somebody wrote about a packet that was made is one', async () => {
  const interfaces = [{ linkType: 101, description: originText({ headers: 'datagram', clock: 'exact', source: false, destination: false }) }];
  const comments = [['lines 1–9; IP and UDP headers made up'], ['lines 10–19', 'here it fails'], ['here too']];
  const packets = comments.map((one, i) => ({ time: BigInt(i), octets: new Uint8Array(20).fill(0x45), comments: one }));
  const engine = await opened(writePcapng(packets, { interfaces }));
  expect(engine.overview().captures[0]!.commentedPackets).toEqual([1, 2]);
});

test('a coarse clock of a capture of the wire is saved as coarse', async () => {
  const story = createStory();
  story.dialogue(0, 2000, [createCall(caller, callee).invite()]);
  const engine = await opened(writePcapng(story.told(), { interfaces: [{ resolution: 1 }] }));
  expect((await call(engine)).row.limits).toEqual({ timeStep: 100, standIns: [] });
  expect((await call(await reopened(engine))).row).toEqual((await call(engine)).row);
});

async function reopened(engine: Engine, calls: readonly number[] = [0]): Promise<Engine> {
  const pieces: Uint8Array[] = [];
  for await (const piece of engine.exportPackets({ format: 'pcapng', calls, streams: [], media: true })) pieces.push(piece);
  return (await openFiles([{ name: 'saved.pcapng', octets: join(...pieces) }])).engine;
}
