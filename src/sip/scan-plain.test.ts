import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toOctets } from '../base/text.ts';
import { findNameAddr, findPlainNameAddr, NameAddr } from './name-addr.ts';
import { createScan } from './scan.ts';
import { scanHeader } from './scan-header.ts';
import { scanPlainHeader } from './scan-plain.ts';
import { readPlainStartLine, readStartLine } from './start-line.ts';
import { findPlainVia, findVia, Via } from './via.ts';

const piece = fc.oneof(
  fc.constantFrom(
    ' ',
    ':',
    ';',
    ',',
    '"',
    '<',
    '>',
    '=',
    '@',
    '\\',
    '/',
    '?',
    '%41',
    '[',
    '\t',
    '\r',
    '\n',
    '\0',
    '\r\n ',
    'tag=',
    ';tag=a',
    'sip:',
    'sip:a@b',
    '<sip:a@b>',
    'branch=',
    ';branch=z9hG4bK1',
    ';rport',
    ';received=1.2.3.4',
    'SIP/2.0/UDP ',
    'h:5060',
    '5060',
    '0',
    '7',
    'INVITE',
    ' SIP/2.0',
    'SIP/2.0 ',
  ),
  fc.string({ maxLength: 3 }),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const names = [
  'Via',
  'From',
  'to',
  'Call-ID',
  'CSeq',
  'Contact',
  'Max-Forwards',
  'Content-Length',
  'User-Agent',
  'Server',
  'Allow',
  'Accept',
  'Accept-Language',
  'Supported',
  'Subject',
  'Authorization',
  'server ',
  'a',
  's',
  'Su',
];

/** Where the line at 0 ends when no fold follows, as the scanner finds it. */
function lineEndOf(line: string): number {
  const match = /\n(?![ \t])/.exec(line);
  return match === null ? line.length : match.index;
}

describe('the plain ways give what the general ones give', () => {
  test('header fields', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom(':', ': ', ' : ', ''),
        text,
        fc.constantFrom('\r\n', '\n', '\r\n x', ''),
        (name, colon, value, lineEnd) => {
          const line = `${name}${colon}${value}${lineEnd}`;
          const octets = toOctets(`${line}NextHeader: and its value\r\n\r\n`);
          const plain = createScan();
          const general = createScan();
          const next = scanPlainHeader(octets, 0, octets.length, plain);
          if (next < 0) {
            expect(plain).toEqual(general);
            return;
          }
          const end = lineEndOf(new TextDecoder('latin1').decode(octets));
          scanHeader(octets, 0, end, general);
          expect(next).toBe(end + 1);
          expect({ ...plain, hasRare: false }).toEqual({ ...general, hasRare: false });
        },
      ),
      { numRuns: 6000 },
    );
  });

  test('addresses and Vias', () => {
    const lead = fc.constantFrom('', ' ', ' <sip:a@b', ' "A B" <sip:a', ' SIP/2.0/UDP h:5060', ' SIP/2.0/TCP [::1];branch=z');
    fc.assert(
      fc.property(lead, text, (before, after) => {
        const octets = toOctets(`${before}${after}\r\nV`);
        const [plainAddress, address, plainVia, via] = [new NameAddr(), new NameAddr(), new Via(), new Via()];
        const end = lineEndOf(new TextDecoder('latin1').decode(octets));
        if (findPlainNameAddr(octets, 0, octets.length, plainAddress) >= 0) {
          findNameAddr(octets, 0, end, address);
          expect({ ...plainAddress, end: 0 }).toEqual({ ...address, end: 0 });
        }
        if (findPlainVia(octets, 0, octets.length, plainVia) >= 0) {
          findVia(octets, 0, end, via);
          expect({ ...plainVia, end: 0 }).toEqual({ ...via, end: 0 });
        }
      }),
      { numRuns: 6000 },
    );
  });

  test('start lines', () => {
    const lead = fc.constantFrom('', 'INVITE sip:', 'OPTIONS sips:a@b', 'BYE sip:h:5', 'SIP/2.0 200 ', 'SIP/2.0 ', 'FOO sip:a', 'ACK tel:1');
    fc.assert(
      fc.property(lead, text, fc.constantFrom(' SIP/2.0\r\n', '\r\n', ' SIP/2.0\n', ''), (before, middle, after) => {
        const octets = toOctets(`${before}${middle}${after}Via: SIP/2.0/UDP h\r\n\r\n`);
        const plain = createScan();
        const general = createScan();
        const next = readPlainStartLine(octets, 0, octets.length, plain);
        if (next < 0) {
          expect(plain).toEqual(general);
          return;
        }
        let end = 0;
        while (octets[end] !== 0x0d && octets[end] !== 0x0a) end++;
        expect(readStartLine(octets, 0, end, general)).toBe(true);
        expect(next).toBe(end + 2);
        expect({ ...plain, hasRare: false }).toEqual({ ...general, hasRare: false });
      }),
      { numRuns: 6000 },
    );
  });
});
