import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Field } from '../base/field.ts';
import { readText, toOctets } from '../base/text.ts';
import { inspectSession } from './inspect.ts';

const text =
  'v=0\r\no=alice 1 2 IN IP4 h\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\na=sendrecv\r\nm=audio 4000 RTP/AVP 8 0\r\na=rtpmap:8 PCMA/8000\r\njunk\r\nm=video 0 RTP/AVP 96\r\n';

function check(fields: readonly Field[], from: number, to: number): void {
  for (const field of fields) {
    if (field.at !== undefined && field.length !== undefined) {
      expect(field.at >= from && field.at + field.length <= to && field.length >= 0).toBe(true);
    }
    check(field.children ?? [], from, to);
  }
}

describe('inspectSession', () => {
  it('makes one node a line and groups media sections', () => {
    const octets = toOctets(text);
    const fields = inspectSession(octets, 0, octets.length);
    expect(fields.map((field) => field.key)).toEqual([
      'sdp.version',
      'sdp.owner',
      'sdp.session_name',
      'sdp.connection_info',
      'sdp.time',
      'sdp.media_attr',
      'sdp.media',
      'sdp.media',
    ]);
    expect(fields[1]?.children?.map((child) => child.value)).toEqual(['alice', '1', '2', 'IN', 'IP4', 'h']);
    expect(fields[6]?.children?.map((child) => child.name)).toEqual(['Media type', 'Port', 'Protocol', 'Formats', 'Attribute rtpmap', 'Unknown line']);
    expect(fields[6]?.children?.[4]?.reference).toBe('RFC 8866 section 6.6');
    expect(fields[6]?.children?.[5]?.problem).toBe('sdp.line');
    for (const field of fields) expect(readText(octets, field.at, field.at! + field.length!)).toContain('=');
  });

  it('never throws and stays inside', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.array(fc.constantFrom(...text.split(/(?<=\r\n|[ :=])/)), { maxLength: 40 }).map((parts) => toOctets(parts.join(''))),
        ),
        (octets) => {
          const around = new Uint8Array(octets.length + 20).fill(0x61);
          around.set(octets, 10);
          check(inspectSession(around, 10, 10 + octets.length), 10, 10 + octets.length);
        },
      ),
    );
  });
});
