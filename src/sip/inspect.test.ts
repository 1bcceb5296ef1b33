import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Field } from '../base/field.ts';
import { readText, toOctets } from '../base/text.ts';
import { findSdp } from './body.ts';
import { findHeader, HeaderField } from './header.ts';
import { headerNamed, headerNames } from './header-names.ts';
import { inspectMessage } from './inspect.ts';
import type { InspectedHeader, InspectedMessage } from './inspect.ts';
import { createScan, scanMessage } from './scan.ts';
import { expectLinear } from './torture/expect-linear.ts';
import { readTorture } from './torture/read-torture.ts';
import { word } from './word.ts';

const lines = (...parts: string[]): Uint8Array => toOctets(parts.join('\r\n'));
const base = [
  'Via: SIP/2.0/UDP h:5060;branch=z9hG4bK1;rport',
  'From: "A \\"B\\"" <sip:a:pw@h;x=1?s=t>;tag=1',
  'To: <tel:+1-201;phone-context=x>',
  'Call-ID: c',
  'CSeq: 1 INVITE',
];
const open = (...more: string[]): InspectedMessage => inspectMessage(lines('INVITE sip:b@c:5070;lr SIP/2.0', ...base, ...more));
const headerOf = (message: InspectedMessage, canonical: string): InspectedHeader => message.headers.find((header) => header.canonical === canonical)!;
const flat = (fields: readonly Field[]): string[] => fields.flatMap((field) => [`${field.key}=${field.value ?? ''}`, ...flat(field.children ?? [])]);

function checkSpans(octets: Uint8Array, message: InspectedMessage): void {
  const inside = (at: number, length: number): void => expect(at >= 0 && length >= 0 && at + length <= octets.length).toBe(true);
  const walk = (fields: readonly Field[]): void => {
    for (const field of fields) {
      if (field.at !== undefined) inside(field.at, field.length!);
      walk(field.children ?? []);
    }
  };
  for (const header of message.headers) {
    inside(header.at, header.length);
    inside(header.valueAt, header.valueLength);
    expect(readText(octets, header.at, header.at + header.length).startsWith(header.name)).toBe(true);
    walk(header.parts);
  }
  for (const problem of message.problems) inside(problem.at, problem.length);
  for (const body of message.bodies) {
    inside(body.at, body.length);
    walk(body.fields);
  }
}

describe('inspectMessage', () => {
  it('takes the start line and addresses apart', () => {
    const message = open('', '');
    expect(message.startLine).toMatchObject({ method: 'INVITE', requestUri: 'sip:b@c:5070;lr', status: undefined, version: 'SIP/2.0' });
    expect(flat(message.startLine.parts)).toEqual([
      'sip.r-uri.scheme=sip',
      'sip.r-uri.user=b',
      'sip.r-uri.host=c',
      'sip.r-uri.port=5070',
      'sip.r-uri.param.lr=',
    ]);
    expect(flat(headerOf(message, 'From').parts)).toEqual([
      'sip.from.display=A "B"',
      'sip.from.addr=sip:a:pw@h;x=1?s=t',
      'sip.from.scheme=sip',
      'sip.from.user=a',
      'sip.from.password=pw',
      'sip.from.host=h',
      'sip.from.param.x=1',
      'sip.from.header.s=t',
      'sip.from.tag=1',
    ]);
    expect(flat(headerOf(message, 'To').parts)).toEqual([
      'sip.to.addr=tel:+1-201;phone-context=x',
      'sip.to.scheme=tel',
      'sip.to.user=+1-201',
      'sip.to.param.phone-context=x',
    ]);
    expect(flat(headerOf(message, 'Via').parts)).toEqual([
      'sip.Via.protocol=SIP/2.0/UDP',
      'sip.Via.transport=UDP',
      'sip.Via.sent-by=h:5060',
      'sip.Via.branch=z9hG4bK1',
      'sip.Via.rport=',
    ]);
    expect(message.problems).toEqual([]);
  });

  it('knows compact names, folds and lists', () => {
    const message = open('m: <sip:a@b>;expires=60 ,\r\n "x, y" <sip:c@d>', 'K: timer,\r\n 100rel', 'x: 1800;refresher=uac', '', '');
    expect(headerOf(message, 'Contact').parts.map((part) => part.value)).toEqual(['<sip:a@b>;expires=60', '"x, y" <sip:c@d>']);
    expect(headerOf(message, 'Supported')).toMatchObject({ name: 'K', value: 'timer, 100rel', reference: 'RFC 3261 section 20.37' });
    expect(headerOf(message, 'Supported').parts.map((part) => part.value)).toEqual(['timer', '100rel']);
    expect(flat(headerOf(message, 'Session-Expires').parts)).toEqual(['sip.Session-Expires=1800', 'sip.Session-Expires.refresher=uac']);
  });

  it('takes authentication, Reason, RAck and Replaces apart', () => {
    const message = open(
      'WWW-Authenticate: Digest realm="a, b", nonce="n=", qop="auth,auth-int", algorithm=MD5',
      'Reason: Q.850;cause=16;text="x;y", SIP;cause=200',
      'RAck: 1 2 INVITE',
      'Replaces: c@h;to-tag=7;from-tag=6',
      '',
      '',
    );
    expect(flat(headerOf(message, 'WWW-Authenticate').parts)).toEqual([
      'sip.auth.scheme=Digest',
      'sip.auth.realm=a, b',
      'sip.auth.nonce=n=',
      'sip.auth.qop=auth,auth-int',
      'sip.auth.algorithm=MD5',
    ]);
    expect(headerOf(message, 'Reason').parts.map((part) => flat(part.children!))).toEqual([
      ['sip.Reason=Q.850', 'sip.Reason.cause=16', 'sip.Reason.text=x;y'],
      ['sip.Reason=SIP', 'sip.Reason.cause=200'],
    ]);
    expect(headerOf(message, 'RAck').parts.map((part) => part.value)).toEqual(['1', '2', 'INVITE']);
    expect(flat(headerOf(message, 'Replaces').parts)).toEqual(['sip.Replaces=c@h', 'sip.Replaces.to-tag=7', 'sip.Replaces.from-tag=6']);
  });

  it('counts octets, not characters', () => {
    const octets = lines('INVITE sip:b@c SIP/2.0', 'Subject: 电话 ☎', ...base, '', '');
    const message = inspectMessage(octets);
    const call = headerOf(message, 'Call-ID');
    expect(readText(octets, call.valueAt, call.valueAt + call.valueLength)).toBe('c');
    expect(headerOf(message, 'Subject')).toMatchObject({ value: '电话 ☎', valueLength: 10 });
    expect(message.lossy).toBe(false);
  });

  it('gives problems a place', () => {
    const octets = lines(
      'INVITE sip:b@c SIP/2.0',
      ...base.slice(0, 4),
      'CSeq: 9 ACK',
      'no colon here',
      'Bad Name: x',
      'Call-ID: again',
      'Content-Length: 99',
      '',
      'abc',
    );
    const message = inspectMessage(octets);
    const told = message.problems.map(({ code, at, length }) => [code, readText(octets, at, at + length)]);
    expect(told).toEqual([
      ['sip.cseq-method', 'CSeq: 9 ACK'],
      ['sip.header-without-colon', 'no colon here'],
      ['sip.header-name', 'Bad Name: x'],
      ['sip.duplicate-header', 'Call-ID: again'],
      ['sip.content-length-too-large', 'Content-Length: 99'],
    ]);
  });

  it('finds bodies in multiparts, in nested ones, and says when it stops', () => {
    const part = (type: string, body: string): string => `--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`;
    const inner = `--i\r\nContent-Type: application/isup;version=x\r\n\r\n\x01\x10\r\n--i\r\nc: Application/SDP\r\n\r\nv=0\r\n\r\n--i--`;
    const octets = lines(
      'INVITE sip:b@c SIP/2.0',
      ...base,
      'Content-Type: multipart/mixed;boundary="b"',
      '',
      `preamble\r\n${part('text/plain', 'hi')}${part('multipart/related; boundary=i', inner)}--b--\r\nepilogue`,
    );
    const message = inspectMessage(octets);
    expect(message.bodies.map((body) => [body.contentType, readText(octets, body.at, body.at + body.length)])).toEqual([
      ['text/plain', 'hi'],
      ['application/isup', '\x01\x10'],
      ['application/sdp', 'v=0\r\n'],
    ]);
    const scan = createScan();
    scanMessage(octets, 0, octets.length, scan);
    const span = { at: 0, end: 0 };
    expect(findSdp(octets, scan, span)).toBe(true);
    expect(readText(octets, span.at, span.end)).toBe('v=0\r\n');
    const deep = Array.from({ length: 60 }, (_v, i) => `Content-Type: multipart/mixed;boundary=n${i}\r\n\r\n--n${i}\r\n`).join('');
    expect(inspectMessage(lines('INVITE sip:b@c SIP/2.0', ...base, deep)).problems.map((problem) => problem.code)).toContain('limit.bodyDepth');
    const many = `Content-Type: multipart/mixed;boundary=b\r\n\r\n${part('text/plain', 'x').repeat(3000)}`;
    expect(inspectMessage(lines('INVITE sip:b@c SIP/2.0', ...base, many)).problems.map((problem) => problem.code)).toContain('limit.bodyParts');
  });

  it('reads DTMF and message fragments', () => {
    expect(flat(open('Content-Type: application/dtmf-relay', '', 'Signal=5\r\nDuration=160').bodies[0]!.fields)).toEqual([
      'sip.dtmf.signal=5',
      'sip.dtmf.duration=160',
    ]);
    expect(flat(open('Content-Type: message/sipfrag;version=2.0', '', 'SIP/2.0 200 OK\r\nf: x').bodies[0]!.fields)).toEqual([
      'sip.Status-Line=SIP/2.0 200 OK',
      'sip.From=x',
    ]);
  });

  it('opens what is no SIP', () => {
    expect(inspectMessage(toOctets('hello')).problems.map((problem) => problem.code)).toEqual(['sip.not-sip']);
    expect(inspectMessage(new Uint8Array(0)).headers).toEqual([]);
  });

  it.each([
    ...readTorture(readFileSync(new URL('torture/rfc4475.txt', import.meta.url), 'utf8')),
    ...readTorture(readFileSync(new URL('torture/rfc5118.txt', import.meta.url), 'utf8')),
  ])('opens $section $name', (message) => {
    const opened = inspectMessage(message.octets);
    checkSpans(message.octets, opened);
    expect(opened.headers.length).toBeGreaterThan(3);
    if (message.name === 'scalarlg')
      expect(opened.problems.map((problem) => problem.code)).toEqual(expect.arrayContaining(['sip.warning', 'sip.number', 'sip.cseq-range']));
    if (message.name === 'wsinv') expect(flat(headerOf(opened, 'Contact').parts)).toContain('sip.contact.q=0.33');
    if (message.verdict === 'invalid') expect(opened.problems.length).toBeGreaterThan(0);
  });

  it('never throws, and every span lies inside', () => {
    const names = headerNames.map((header) => header.name);
    const value = fc
      .array(
        fc.constantFrom('<sip:a@b', '>', ';', ',', '=', '"', '\\', ' ', '\r\n ', 'tag=1', 'a', '1', 'é', '\0', '(', ')', '[', ']', ':', '@', '?', '&', '--b'),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(''));
    const header = fc.tuple(fc.constantFrom(...names, 'v', 'c', 'nonsense', ''), value).map(([name, text]) => `${name}: ${text}\r\n`);
    fc.assert(
      fc.property(fc.array(header, { maxLength: 12 }), fc.uint8Array({ maxLength: 60 }), fc.boolean(), (headers, body, whole) => {
        const octets = new Uint8Array([...toOctets(`INVITE sip:b@c SIP/2.0\r\n${whole ? `${base.join('\r\n')}\r\n` : ''}${headers.join('')}\r\n`), ...body]);
        checkSpans(octets, inspectMessage(octets));
      }),
      { numRuns: 800 },
    );
  });

  it.each(['<', '"', '<sip:a>,', '"a" <', ';', ';a="', 'a,', '(', 'SIP/2.0/UDP h,', '\\"'])('takes linear time over many %j', (piece) => {
    expectLinear((n) => {
      const octets = lines(
        'INVITE sip:b@c SIP/2.0',
        ...base,
        ...['Contact', 'Via', 'Reason', 'Alert-Info', 'WWW-Authenticate', 'Route', 'Accept', 'Warning'].map((name) => `${name}: ${piece.repeat(n)}`),
        '',
        '',
      );
      return () => inspectMessage(octets);
    }, 4000);
  });
});

describe('headerNames', () => {
  it('is consistent', () => {
    expect(new Set(headerNames.map((header) => header.name.toLowerCase())).size).toBe(headerNames.length);
    const compact = headerNames.flatMap((header) => (header.compact === undefined ? [] : [`${header.compact} ${header.name}`])).sort();
    expect(compact).toEqual([
      'a Accept-Contact',
      'b Referred-By',
      'c Content-Type',
      'd Request-Disposition',
      'e Content-Encoding',
      'f From',
      'i Call-ID',
      'j Reject-Contact',
      'k Supported',
      'l Content-Length',
      'm Contact',
      'n Identity-Info',
      'o Event',
      'r Refer-To',
      's Subject',
      't To',
      'u Allow-Events',
      'v Via',
      'x Session-Expires',
      'y Identity',
    ]);
    expect(headerNamed('cONTENT-lENGTH')?.name).toBe('Content-Length');
    for (const name of ['__proto__', 'constructor', 'toString']) expect(headerNamed(name)).toBeUndefined();
  });

  it('finds a header again', () => {
    const octets = lines('REGISTER sip:c SIP/2.0', ...base, 'm: <sip:1>', 'Contact: <sip:2>', '', '');
    const scan = createScan();
    scanMessage(octets, 0, octets.length, scan);
    const field = new HeaderField();
    const values: string[] = [];
    for (let p = scan.headersAt; (p = findHeader(octets, p, scan.headerEnd, word('contact'), word('m'), field)) >= 0; )
      values.push(readText(octets, field.valueAt, field.valueEnd));
    expect(values).toEqual(['<sip:1>', '<sip:2>']);
  });
});
