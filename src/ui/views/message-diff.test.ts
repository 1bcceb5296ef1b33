import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MessageDetail } from '../../contract/detail.ts';
import { compareMessages, comparePieces, countChanges } from './message-diff.ts';

function message(text: string): MessageDetail {
  const [head = '', body = ''] = text.split('\n\n');
  const [start = '', ...headers] = head.split('\n');
  const [method, requestUri] = start.split(' ');
  return {
    text: `${head.replaceAll('\n', '\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}`,
    bodyLength: body.length,
    bodies: body === '' ? [] : [{ contentType: 'application/sdp' }],
    startLine: { method, requestUri },
    headers: headers.map((line) => {
      const [name = '', ...rest] = line.split(': ');
      return { canonical: name, value: rest.join(': ') };
    }),
  } as unknown as MessageDetail;
}

const invite = `INVITE sip:bob@b
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
From: <sip:alice@a>;tag=1
To: <sip:bob@b>
CSeq: 1 INVITE
Content-Length: 100

v=0
o=- 1 1 IN IP4 192.0.2.1
m=audio 4000 RTP/AVP 0 8
a=rtpmap:0 PCMU/8000
a=sendrecv`;

const kinds = (left: string, right: string): readonly string[] =>
  compareMessages(message(left), message(right))
    .filter(({ kind }) => kind !== 'same')
    .map(({ kind, name }) => `${kind} ${name}`);

test('a message against itself has nothing to show', () => {
  expect(countChanges(compareMessages(message(invite), message(invite)))).toBe(0);
  expect(kinds(invite, invite)).toEqual([]);
});

test('what each message makes anew is no change', () => {
  const again = invite.replace('z9hG4bK1', 'z9hG4bK2').replace('CSeq: 1', 'CSeq: 2').replace('tag=1', 'tag=9').replace('o=- 1 1', 'o=- 1 2');
  expect(kinds(invite, again)).toEqual(['regenerated Via', 'regenerated From', 'regenerated CSeq', 'regenerated audio o='.replace('audio ', '')]);
  expect(countChanges(compareMessages(message(invite), message(again)))).toBe(0);
});

test('the order of headers does not matter, what they say does', () => {
  const moved = invite.replace('To: <sip:bob@b>\nCSeq: 1 INVITE', 'CSeq: 1 INVITE\nTo: <sip:carol@b>\nSupported: 100rel');
  expect(kinds(invite, moved)).toEqual(['changed To', 'right Supported']);
});

test('SDP lines are compared within their media', () => {
  const held = invite.replace('a=sendrecv', 'a=sendonly').replace('RTP/AVP 0 8', 'RTP/AVP 0');
  expect(kinds(invite, held)).toEqual(['changed audio m=', 'left audio a=sendrecv', 'right audio a=sendonly']);
});

test('values are cut where they differ', () => {
  expect(comparePieces('<sip:bob@b>;x=1', '<sip:carol@b>;x=1')).toEqual([
    [
      { text: '<sip:', differs: false },
      { text: 'bob', differs: true },
      { text: '@b>;x=1', differs: false },
    ],
    [
      { text: '<sip:', differs: false },
      { text: 'carol', differs: true },
      { text: '@b>;x=1', differs: false },
    ],
  ]);
});

test('any two texts: nothing lost, nothing twice', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (left, right) => {
      const [a, b] = comparePieces(left, right);
      expect(a.map(({ text }) => text).join('')).toBe(left);
      expect(b.map(({ text }) => text).join('')).toBe(right);
      const kept = (side: typeof a): string =>
        side
          .filter(({ differs }) => !differs)
          .map(({ text }) => text)
          .join('');
      expect(kept(a)).toBe(kept(b));
    }),
  );
});
