import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toOctets } from '../../base/text.ts';
import type { MessageDetail, MessageHeader } from '../../contract/detail.ts';
import { escapedOctets, hexDump } from './copy-octets.ts';
import { messageLines, valuePieces } from './message-lines.ts';

const words = { body: (type: string, length: number) => `${type} ${length}`, binary: 'binary' };

/** A message whose spans count their line ends or not, as a parser may. */
function detail(text: string, countLineEnds: boolean): MessageDetail {
  const octets = toOctets(text);
  const bodyAt = text.indexOf('\r\n\r\n') + 4;
  const first = text.indexOf('\r\n');
  const headers: MessageHeader[] = [];
  let at = first + 2;
  for (const part of text.slice(at, bodyAt - 4).split(/\r\n(?![ \t])/)) {
    const name = part.slice(0, part.indexOf(':'));
    const valueAt = at + part.indexOf(':') + 2;
    headers.push({
      name,
      canonical: name,
      value: part.slice(name.length + 2),
      at,
      length: part.length + (countLineEnds ? 2 : 0),
      valueAt,
      valueLength: at + part.length - valueAt,
      reference: undefined,
      parts: [],
      problems: [],
    });
    at += part.length + 2;
  }
  return {
    message: 0,
    call: 0,
    place: { packet: 0, frame: 1, capture: 0 },
    time: 0,
    source: { address: 'a', port: 1 },
    destination: { address: 'b', port: 1 },
    transport: 'udp',
    captured: undefined,
    octets,
    text,
    lossy: false,
    startLine: {
      at: 0,
      length: first + (countLineEnds ? 2 : 0),
      method: 'INVITE',
      requestUri: 'sip:a',
      status: undefined,
      reason: undefined,
      version: 'SIP/2.0',
      parts: [],
    },
    headers,
    bodyAt,
    bodyLength: text.length - bodyAt,
    bodies: bodyAt < text.length ? [{ contentType: 'application/sdp', at: bodyAt, length: text.length - bodyAt, fields: [] }] : [],
    problems: [{ code: 'sip.x', at: 3, length: 1 }],
    related: [],
  };
}

const text = 'INVITE sip:a SIP/2.0\r\nFrom: "A" <sip:a>;tag=1\r\nSubject: folded\r\n over lines\r\n\r\nv=0\r\na=rtpmap:8 PCMA/8000\r\n';

describe('message lines', () => {
  it.each([true, false])('shows every octet once, line ends counted: %s', (counted) => {
    const lines = messageLines(detail(text, counted), words);
    expect(lines.map((line) => line.kind)).toEqual(['start', 'header', 'header', 'blank', 'body-title', 'body', 'body']);
    expect(
      lines
        .filter((line) => line.kind !== 'body-title')
        .map((line) => line.pieces.map((piece) => piece.text).join(''))
        .join('\r\n'),
    ).toBe(text.slice(0, -2));
    expect(lines[0]!.problems).toEqual(['sip.x']);
    expect(lines[6]!.pieces.map((piece) => piece.kind)).toEqual(['sdp-type', 'punctuation', 'sdp-name', 'punctuation', 'value']);
  });

  it('loses nothing of any value', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', '<', '>', ';', '=', 'a', 's', 'i', 'p', ':', '\\', ' ', ',') }), (value) => {
        expect(
          valuePieces(value)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(value);
      }),
    );
  });
});

describe('copy', () => {
  it('writes octets as hex and as escapes', () => {
    const octets = new Uint8Array([0x41, 0x0d, 0x0a, 0xff, 0x22]);
    expect(escapedOctets(octets)).toBe('"A\\r\\n\\xff\\""');
    expect(hexDump(octets)).toBe(`0000  41 0d 0a ff 22${' '.repeat(34)} A..."\n`);
  });
});
