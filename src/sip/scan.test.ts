import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readText, toOctets } from '../base/text.ts';
import { looksLikeSip } from './looks-like-sip.ts';
import { methodNames } from './method.ts';
import { problemCodes } from './problem.ts';
import { createScan, scanMessage, SipScan } from './scan.ts';
import { expectLinear } from './torture/expect-linear.ts';
import { expectedFields, expectedProblems } from './torture/expected.ts';
import { findUriParts, UriParts } from './uri.ts';
import { readTorture } from './torture/read-torture.ts';

const scan = createScan();

function scanText(text: string): { readonly listed: boolean; readonly codes: string[]; readonly of: (name: string) => string | undefined } {
  const octets = toOctets(text);
  const listed = scanMessage(octets, 0, octets.length, scan);
  return { listed, codes: problemCodes(scan.problems), of: (name) => spanText(octets, name) };
}

/** The octets of `<name>At` and `<name>End`; users and hosts are those of the URI of that name. */
function spanText(octets: Uint8Array, name: string): string | undefined {
  const part = /^(from|to|request)(User|Host)$/.exec(name);
  if (part !== null) return uriPart(octets, `${part[1]}Uri`, part[2] === 'User');
  const at = (scan as unknown as Record<string, number>)[`${name}At`]!;
  const end = (scan as unknown as Record<string, number>)[`${name}End`]!;
  return at < 0 ? undefined : readText(octets, at, end);
}

function uriPart(octets: Uint8Array, name: string, wantsUser: boolean): string | undefined {
  const spans = scan as unknown as Record<string, number>;
  if (spans[`${name}At`]! < 0) return undefined;
  const uri = new UriParts();
  findUriParts(octets, spans[`${name}At`]!, spans[`${name}End`]!, uri);
  const [at, end] = wantsUser ? [uri.userAt, uri.userEnd] : [uri.hostAt, uri.hostEnd];
  return at < 0 ? undefined : readText(octets, at, end);
}

const call = (...changes: readonly [RegExp, string][]): string => {
  let text = [
    'INVITE sip:bob@biloxi.example.com SIP/2.0',
    'Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK74bf9;rport',
    'Max-Forwards: 70',
    'From: "Alice" <sip:alice@atlanta.example.com>;tag=9fxced76sl',
    'To: Bob <sip:bob@biloxi.example.com>',
    'Call-ID: 3848276298220188511@atlanta.example.com',
    'CSeq: 1 INVITE',
    'Contact: <sip:alice@10.0.0.1:5060>;expires=600',
    'Content-Length: 4',
    '',
    'body',
  ].join('\r\n');
  for (const [from, to] of changes) text = text.replace(from, to);
  return text;
};

describe('scanMessage', () => {
  it('reads an INVITE', () => {
    const { listed, codes, of } = scanText(call());
    expect({ listed, codes }).toEqual({ listed: true, codes: [] });
    expect(scan).toMatchObject({
      verdict: 1,
      strict: true,
      isRequest: true,
      status: -1,
      cseqNumber: 1,
      viaCount: 1,
      rport: 0,
      contentLength: 4,
      maxForwards: 70,
      contactCount: 1,
      contactExpires: 600,
    });
    expect(methodNames[scan.method]).toBe('INVITE');
    expect(
      Object.fromEntries(
        [
          'requestUri',
          'callId',
          'fromDisplay',
          'fromUri',
          'fromUser',
          'fromHost',
          'fromTag',
          'toDisplay',
          'toUser',
          'branch',
          'sentBy',
          'viaTransport',
          'contactUri',
          'cseqMethod',
        ].map((name) => [name, of(name)]),
      ),
    ).toEqual({
      requestUri: 'sip:bob@biloxi.example.com',
      callId: '3848276298220188511@atlanta.example.com',
      fromDisplay: 'Alice',
      fromUri: 'sip:alice@atlanta.example.com',
      fromUser: 'alice',
      fromHost: 'atlanta.example.com',
      fromTag: '9fxced76sl',
      toDisplay: 'Bob',
      toUser: 'bob',
      branch: 'z9hG4bK74bf9',
      sentBy: '10.0.0.1:5060',
      viaTransport: 'UDP',
      contactUri: 'sip:alice@10.0.0.1:5060',
      cseqMethod: 'INVITE',
    });
    expect(of('toTag')).toBeUndefined();
    expect(readText(toOctets(call()), scan.bodyAt, scan.bodyEnd)).toBe('body');
  });

  it('reads a response with Reason, challenge, session timer', () => {
    const { codes, of } = scanText(
      'SIP/2.0 486 Busy Here\r\nv: SIP/2.0/TLS [2001:db8::1]:5061;branch=z9hG4bKa;received=10.1.1.1;rport=4711 , SIP/2.0/UDP p;branch=b\r\nv: SIP/2.0/UDP q\r\nf: <tel:+1-201-555-0123;x=y>;tag=a\r\nt: <sip:b@c:5070>;tag=b\r\ni: x\r\nCSeq: 7 INVITE\r\nReason: SIP;cause=486;text="a;b, c", Q.850 ;cause=17\r\nX-Asterisk-HangupCauseCode: 17\r\nX-Asterisk-HangupCause: User busy\r\nServer: s/1\r\nx: 1800;refresher=uas\r\nMin-SE: 90\r\nRetry-After: 5 (soon);duration=3\r\nProxy-Authenticate: Digest realm="r"\r\nl: 0\r\n\r\n',
    );
    expect(codes).toEqual([]);
    expect(scan).toMatchObject({
      isRequest: false,
      status: 486,
      viaCount: 3,
      rport: 4711,
      reasonQ850: 17,
      reasonSip: 486,
      hangupCause: 17,
      sessionExpires: 1800,
      refresher: 2,
      minSe: 90,
      retryAfter: 5,
      hasChallenge: true,
    });
    expect(['reason', 'sentBy', 'received', 'branch', 'fromUser', 'toHost', 'toTag', 'reasonText', 'hangupText', 'userAgent'].map(of)).toEqual([
      'Busy Here',
      '[2001:db8::1]:5061',
      '10.1.1.1',
      'z9hG4bKa',
      '+1-201-555-0123',
      'c',
      'b',
      'a;b, c',
      'User busy',
      's/1',
    ]);
  });

  it('keeps URI parameters and header parameters apart', () => {
    const { of } = scanText(call([/From:.*/, 'From: "a <b>;tag=no \\" , c" <sip:u:pw@h:5060;tag=inner?x=y> ; x="a;tag=q" ; tag = outer']));
    expect([of('fromDisplay'), of('fromUri'), of('fromUser'), of('fromHost'), of('fromTag')]).toEqual([
      'a <b>;tag=no \\" , c',
      'sip:u:pw@h:5060;tag=inner?x=y',
      'u',
      'h',
      'outer',
    ]);
  });

  it('reads PRACK, REGISTER and SUBSCRIBE particulars', () => {
    scanText(
      'PRACK sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z\r\nFrom: sip:a@b;tag=1\r\nTo: sip:c@d;tag=2\r\nCall-ID: 1\r\nCSeq: 2 PRACK\r\nRAck: 776656 1 INVITE\r\nRequire: foo , 100rel\r\nRSeq: 9\r\nEvent: dialog;id=4\r\nSubscription-State: active;expires=60\r\nContact: *\r\nExpires: 0\r\n\r\n',
    );
    expect(scan).toMatchObject({ rackRseq: 776656, rackCseq: 1, require100rel: true, rseq: 9, contactStar: true, expires: 0, problems: 0 });
  });

  it.each<[string, string, string]>([
    ['two spaces', call([/INVITE sip/, 'INVITE  sip']), 'sip.start-line-whitespace'],
    ['a space at the end', call([/2\.0\r/, '2.0 \r']), 'sip.start-line-whitespace'],
    ['SIP/7.0', call([/com SIP\/2\.0/, 'com SIP/7.0']), 'sip.version'],
    ['sip/2.0', call([/com SIP\/2\.0/, 'com sip/2.0']), 'sip.version'],
    ['no Call-ID', call([/Call-ID.*\r\n/, '']), 'sip.missing-call-id'],
    ['empty Call-ID', call([/Call-ID.*/, 'Call-ID: ']), 'sip.missing-call-id'],
    ['no From', call([/From.*\r\n/, '']), 'sip.missing-from'],
    ['empty To', call([/To:.*/, 'To:']), 'sip.missing-to'],
    ['no CSeq', call([/CSeq.*\r\n/, '']), 'sip.missing-cseq'],
    ['no Via', call([/Via.*\r\n/, '']), 'sip.missing-via'],
    ['CSeq of 2^31', call([/CSeq: 1/, 'CSeq: 2147483648']), 'sip.cseq-range'],
    ['CSeq of 20 digits', call([/CSeq: 1/, 'CSeq: 36893488147419103232']), 'sip.cseq-range'],
    ['CSeq without method', call([/CSeq: 1 INVITE/, 'CSeq: 1']), 'sip.cseq-malformed'],
    ['CSeq of another method', call([/CSeq: 1 INVITE/, 'CSeq: 1 OPTIONS']), 'sip.cseq-method'],
    ['long Content-Length', call([/Length: 4/, 'Length: 9999']), 'sip.content-length-too-large'],
    ['short Content-Length', call([/Length: 4/, 'Length: 2']), 'sip.content-length-too-small'],
    ['negative Content-Length', call([/Length: 4/, 'Length: -4']), 'sip.content-length-malformed'],
    ['hexadecimal Content-Length', call([/Length: 4/, 'Length: 0x4']), 'sip.content-length-malformed'],
    ['two Content-Lengths', call([/Content-Length: 4/, 'Content-Length: 4\r\nl: 5']), 'sip.duplicate-header'],
    ['two Call-IDs', call([/CSeq/, 'i: other\r\nCSeq']), 'sip.duplicate-header'],
    ['no colon', call([/Max-Forwards:/, 'Max-Forwards']), 'sip.header-without-colon'],
    ['no name', call([/Max-Forwards/, '']), 'sip.header-name'],
    ['a fold first', call([/\r\nVia/, '\r\n Via']), 'sip.fold-without-header'],
    ['LF only', call().replaceAll('\r\n', '\n'), 'sip.line-ending'],
    ['CR only', call().replaceAll('\r\n', '\r'), 'sip.line-ending'],
    ['CR CR LF', call().replaceAll('\r\n', '\r\r\n'), 'sip.line-ending'],
    ['no empty line', call([/\r\n\r\nbody/, '']), 'sip.header-end-missing'],
    ['an open quote', call([/"Alice"/, '"Alice']), 'sip.name-addr'],
    ['empty lines first', `\r\n\r\n${call()}`, 'sip.leading-lines'],
    ['Max-Forwards of 300', call([/: 70/, ': 300']), 'sip.number'],
    ['a URI in <>', call([/sip:bob@biloxi.example.com SIP/, '<sip:bob@biloxi.example.com> SIP']), 'sip.request-uri'],
    ['a status of 4 digits', call([/INVITE .*/, 'SIP/2.0 4860 Busy']), 'sip.status-code'],
  ])('lists %s and marks it', (_title, text, code) => {
    const { listed, codes } = scanText(text);
    expect(listed).toBe(true);
    expect(codes).toContain(code);
    expect(looksLikeSip(toOctets(text), 0, toOctets(text).length)).toBe(true);
  });

  it('never wraps a number', () => {
    scanText(call([/INVITE .*/, 'SIP/2.0 4294967301 x'], [/CSeq: 1/, 'CSeq: 4294967297']));
    expect(scan).toMatchObject({ status: 0, cseqNumber: -1 });
    scanText(call([/Length: 4/, 'Length: 99999999999999999999']));
    expect(scan.contentLength).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    '',
    '\r\n\r\n',
    'GET / HTTP/1.1\r\nVia: x\r\n\r\n',
    'INVITE sip:a@b SIP/2.0',
    'OPTIONS  sip:a SIP/2.0\r\nVia: only one of three\r\n\r\n',
    'SIP/2.0 abc\r\nVia: x\r\n\r\n',
    '\0\0\0\0',
    'jaK',
  ])('does not list %j', (text) => {
    expect(scanText(text).listed).toBe(false);
  });

  it('gives an answer that does not depend on its surroundings, and never throws', () => {
    const pieces = fc.constantFrom(
      'INVITE sip:a@b SIP/2.0\r\n',
      'SIP/2.0 200 OK\r\n',
      'Via: SIP/2.0/UDP h;branch=',
      'z9hG4bK1',
      '\r\n',
      '\n',
      '\r',
      ' ',
      ':',
      ';',
      ',',
      '"',
      '<',
      '>',
      'From: ',
      't:',
      'Call-ID: x',
      'CSeq: 1 ',
      'INVITE',
      'l: 9',
      'm: <sip:a@b>;expires=',
      '\\',
      'Reason: Q.850;cause=16',
      'tag=',
      '=',
    );
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 30 }).map((parts) => toOctets(parts.join(''))),
      fc.uint8Array({ maxLength: 200 }),
      fc.array(pieces, { maxLength: 20 }).map((parts) => toOctets(call() + parts.join(''))),
    );
    const one = new SipScan();
    fc.assert(
      fc.property(text, fc.nat(60), (octets, cut) => {
        const end = Math.max(0, octets.length - (cut % 7 === 0 ? cut : 0));
        const answers = [0x00, 0xff, 0x0a, 0x20].map((filling) => {
          const around = new Uint8Array(end + 64).fill(filling);
          around.set(octets.subarray(0, end), 32);
          const listed = scanMessage(around, 32, 32 + end, one);
          if (listed) expect(looksLikeSip(around, 32, 32 + end)).toBe(true);
          for (const [name, value] of Object.entries(one))
            if (/(At|[a-z]End)$/.test(name) && typeof value === 'number' && value !== -1) expect(value >= 32 && value <= 32 + end, name).toBe(true);
          return listed ? JSON.stringify(one) : 'no';
        });
        expect(new Set(answers).size).toBe(1);
      }),
      { numRuns: 1500 },
    );
  });

  it.each<[string, (n: number) => string]>([
    ['folds', (n) => call([/Max/, `Subject: a${'\r\n b'.repeat(n)}\r\nMax`])],
    ['Vias on one line', (n) => call([/Max/, `Via: ${'SIP/2.0/UDP h,'.repeat(n)}\r\nMax`])],
    ['contacts without brackets', (n) => call([/Max/, `m: ${'a,'.repeat(n)}\r\nMax`])],
    ['quotes', (n) => call([/"Alice"/, '"\\"'.repeat(n)])],
    ['brackets', (n) => call([/"Alice"/, '<'.repeat(n)])],
    ['semicolons', (n) => call([/Max/, `m: <sip:a>${';'.repeat(n)}\r\nMax`])],
    ['short headers', (n) => call([/Max/, `${'a:b\r\n'.repeat(n)}Max`])],
    ['spaces', (n) => call([/CSeq:/, `CSeq:${' '.repeat(n)}`])],
    ['empty lines', (n) => '\r\n'.repeat(n) + call()],
    ['carriage returns', (n) => call([/Max/, `${'\r'.repeat(n)}Max`])],
  ])('takes linear time over many %s', (_title, make) => {
    expectLinear((n) => {
      const octets = toOctets(make(n));
      return () => scanMessage(octets, 0, octets.length, scan);
    }, 10_000);
  });
});

/** Long values by their length and ends; '-' for what is absent. */
const shorten = (text: string | undefined): string =>
  text === undefined ? '-' : text.length > 60 ? `${text.slice(0, 12)}…${text.length}…${text.slice(-8)}` : text;

describe.each([
  ['RFC 4475', 'rfc4475.txt', 49],
  ['RFC 5118', 'rfc5118.txt', 12],
] as const)('%s', (_rfc, file, count) => {
  const messages = readTorture(readFileSync(new URL(`torture/${file}`, import.meta.url), 'utf8'));

  it('is whole', () => expect(messages.length).toBe(count));

  it.each(messages)('$section $name is listed: $note', (message) => {
    const at = 7;
    const around = new Uint8Array(message.octets.length + 20).fill(0x41);
    around.set(message.octets, at);
    expect(looksLikeSip(around, at, at + message.octets.length)).toBe(true);
    expect(scanMessage(around, at, at + message.octets.length, scan)).toBe(true);
    expect(problemCodes(scan.problems)).toEqual(expectedProblems.get(message.name) ?? []);
    const [line, callId, tags, users, branch, sentBy] = expectedFields.get(`${message.section} ${message.name}`)!;
    expect([scan.isRequest ? spanText(around, 'method') : scan.status, scan.cseqNumber, scan.viaCount].join(' ')).toBe(line);
    expect(shorten(spanText(around, 'callId'))).toBe(callId);
    expect([spanText(around, 'fromTag'), spanText(around, 'toTag')].map(shorten).join(' ')).toBe(tags);
    expect([spanText(around, 'fromUser'), spanText(around, 'toUser')].map(shorten).join(' ')).toBe(users);
    expect(shorten(spanText(around, 'branch'))).toBe(branch);
    expect(spanText(around, 'sentBy')).toBe(sentBy);
  });
});
