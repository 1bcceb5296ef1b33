/** Semantics 5.3, with vector p01 as a story: what repeats what, ours and Wireshark's. */
import { describe, expect, test } from 'vitest';
import { tellCalls } from '../../test/forge/call-story.ts';
import { Flag } from './message-fields.ts';

function repeats(story: string): string[] {
  const { table } = tellCalls(story);
  const rows: string[] = [];
  for (let message = 0; message < table.length; message++) {
    const flags = table.flags(message);
    const kind =
      (flags & Flag.retransmission) !== 0 ? `r${table.original(message)}` : (flags & Flag.captureDuplicate) !== 0 ? `d${table.original(message)}` : '-';
    rows.push(kind + ((flags & Flag.wiresharkResend) !== 0 ? 'w' : ''));
  }
  return rows;
}

const p01 = `
  0.00 A>B INVITE 1 sdp
  0.50 A>B INVITE 1 sdp
  0.52 B>A 100 1
  1.50 A>B INVITE 1 sdp
  1.60 B>A 180 1 to=b
  2.60 B>A 180 1 to=b
  4.00 B>A 200 1 to=b sdp
  4.50 B>A 200 1 to=b sdp
  4.60 A>B ACK 1 to=b br=2xx
  4.70 A>B ACK 1 to=b br=2xx
  9.00 A>B BYE 2 to=b
  9.50 A>B BYE 2 to=b
  9.60 B>A 200/BYE 2 to=b`;

describe('repeats', () => {
  test('p01: retransmissions by key, Wireshark never for 1xx and ACK', () => {
    expect(repeats(p01)).toEqual(['-', 'r0w', '-', 'r0w', '-', 'r4', '-', 'r6w', '-', 'r8', '-', 'r10w', '-']);
  });

  test('a second 2xx with another To-tag is a fork, though Wireshark calls it resent', () => {
    expect(repeats('0 A>B INVITE 1\n0.1 B>A 200 1 to=b1\n0.11 B>A 200 1 to=b2')).toEqual(['-', '-', '-w']);
  });

  test('the same datagram twice within 50 ms is a capture duplicate, first', () => {
    expect(repeats('0 A>B INVITE 1 id=7 hash=9\n0.001 A>B INVITE 1 id=7 hash=9 ttl=63\n0.002 A>B INVITE 1 id=7 hash=9 ttl=62')).toEqual(['-', 'd0w', 'd0w']);
  });

  test('another identification, another payload, too late or a TTL that rose: a retransmission', () => {
    expect(repeats('0 A>B INVITE 1 id=7 hash=9\n0.01 A>B INVITE 1 id=8 hash=9')).toEqual(['-', 'r0w']);
    expect(repeats('0 A>B INVITE 1 id=7 hash=9\n0.01 A>B INVITE 1 id=7 hash=8')).toEqual(['-', 'r0w']);
    expect(repeats('0 A>B INVITE 1 id=7 hash=9\n0.06 A>B INVITE 1 id=7 hash=9')).toEqual(['-', 'r0w']);
    expect(repeats('0 A>B INVITE 1 id=7 hash=9\n0.01 A>B INVITE 1 id=7 hash=9 ttl=65')).toEqual(['-', 'r0w']);
  });

  test('a duplicate of a retransmission points to that copy, a retransmission after it to the first', () => {
    const story = '0 A>B INVITE 1 id=1 hash=5\n0.5 A>B INVITE 1 id=2 hash=5\n0.501 A>B INVITE 1 id=2 hash=5\n1.5 A>B INVITE 1 id=3 hash=5';
    expect(repeats(story)).toEqual(['-', 'r0w', 'd1w', 'r0w']);
  });

  test('64·T1 later, on another hop, or with a new branch it is a message of its own', () => {
    expect(repeats('0 A>B OPTIONS 1\n33 A>B OPTIONS 1')).toEqual(['-', '-w']);
    expect(repeats('0 A>B INVITE 1 br=x\n0.1 B>C INVITE 1 br=x')).toEqual(['-', '-']);
    expect(repeats('0 A>B INVITE 1 br=x\n0.1 A>B INVITE 1 br=y')).toEqual(['-', '-w']);
  });

  test('interleaved messages do not hide a copy', () => {
    expect(repeats('0 A>B INVITE 1\n0.1 B>A 100 1\n0.2 A>B OPTIONS 7\n0.3 A>B INFO 8\n0.5 A>B INVITE 1')).toEqual(['-', '-', '-', '-', 'r0']);
  });

  test('a 1xx with another RSeq, length or SDP is a new response', () => {
    expect(repeats('0 A>B INVITE 1\n1 B>A 183 1 to=b rel=1\n1.5 B>A 183 1 to=b rel=1\n2 B>A 183 1 to=b rel=2')).toEqual(['-', '-', 'r1', '-']);
    expect(repeats('0 A>B INVITE 1\n1 B>A 183 1 to=b len=400\n2 B>A 183 1 to=b len=800 sdp')).toEqual(['-', '-', '-']);
  });

  test('TCP has no capture duplicates here, and Wireshark looks at UDP alone', () => {
    expect(repeats('0 A>B INVITE 1 tcp id=7 hash=9\n0.01 A>B INVITE 1 tcp id=7 hash=9')).toEqual(['-', 'r0']);
  });
});
