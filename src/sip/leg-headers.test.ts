import { expect, test } from 'vitest';
import { octetsOf } from '../../test/forge/octets.ts';
import { LegHeader } from './leg-headers.ts';
import { createScan, scanMessage } from './scan.ts';

const told = (lines: readonly string[]): Uint8Array =>
  octetsOf(`INVITE sip:b@c SIP/2.0\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`);

test('every header, whatever the case, blanks around the value left out', () => {
  const octets = told([
    'X-CALL-ID:  a@1 ',
    'x-cid: b',
    'X-CallID: c',
    'X-Orig-Call-ID: d',
    'In-Reply-To: e, f',
    'P-Charging-Vector: icid-value=g',
    'Target-Dialog: h;local-tag=1;remote-tag=2',
    'P-Asserted-Identity: <sip:i@j>',
  ]);
  const scan = createScan();
  expect(scanMessage(octets, 0, octets.length, scan)).toBe(true);
  const { kind, at, end, count } = scan.legHeaders;
  expect([...kind.slice(0, count)]).toEqual([
    LegHeader.xCallId,
    LegHeader.xCid,
    LegHeader.xCallid,
    LegHeader.xOrigCallId,
    LegHeader.inReplyTo,
    LegHeader.chargingVector,
    LegHeader.targetDialog,
    LegHeader.assertedIdentity,
  ]);
  const text = (i: number): string => String.fromCharCode(...octets.subarray(at[i], end[i]));
  expect(text(0)).toBe('a@1');
  expect(text(6)).toBe('h;local-tag=1;remote-tag=2');
});

test('at most eight of a message, and none of the message before', () => {
  const scan = createScan();
  const many = told(Array.from({ length: 20 }, (_, i) => `Diversion: <sip:${i}@x>;reason=no-answer`));
  scanMessage(many, 0, many.length, scan);
  expect(scan.legHeaders.count).toBe(8);
  const plain = told([]);
  scanMessage(plain, 0, plain.length, scan);
  const fresh = createScan();
  scanMessage(plain, 0, plain.length, fresh);
  expect(scan).toEqual(fresh);
});

test('names that only look alike', () => {
  const octets = told(['X-Call-Id2: a', 'X-CI: a', 'Y-CallID: a', 'P-Charging-Vectox: a', 'Remote-Party-I1: a', 'X-CallID : kept']);
  const scan = createScan();
  scanMessage(octets, 0, octets.length, scan);
  expect(scan.legHeaders.count).toBe(1);
});
