import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecodeRule } from '../contract/decode-as.ts';
import { formatDecodeRule, parseDecodeRule, parseDecodeRules } from './decode-route.ts';

const rules: readonly (readonly [string, DecodeRule])[] = [
  ['rtp@4000', { as: 'rtp', port: 4000, payloadTypes: [] }],
  ['t38@10.0.0.1:4000', { as: 't38', address: '10.0.0.1', port: 4000, payloadTypes: [] }],
  ['none@[2001:db8::1]:4000-10.0.0.2:5000', { as: 'none', address: '2001:db8::1', port: 4000, peer: { address: '10.0.0.2', port: 5000 }, payloadTypes: [] }],
  [
    'rtp@4000/97.AMR-WB.16000/101.telephone-event.8000',
    {
      as: 'rtp',
      port: 4000,
      payloadTypes: [
        { payloadType: 97, name: 'AMR-WB', clockRate: 16_000 },
        { payloadType: 101, name: 'telephone-event', clockRate: 8000 },
      ],
    },
  ],
  [
    'rtp@4000/98.AMR.8000.octet-align~3d1~3b~20mode-set~3d7',
    { as: 'rtp', port: 4000, payloadTypes: [{ payloadType: 98, name: 'AMR', clockRate: 8000, parameters: 'octet-align=1; mode-set=7' }] },
  ],
  [
    'rtp@4000/0.PCMA.8000/18.G723.8000',
    {
      as: 'rtp',
      port: 4000,
      payloadTypes: [
        { payloadType: 0, name: 'PCMA', clockRate: 8000 },
        { payloadType: 18, name: 'G723', clockRate: 8000 },
      ],
    },
  ],
  [
    'none@10.0.0.1:4000-10.0.0.2:5000~0a2b3c4d',
    { as: 'none', address: '10.0.0.1', port: 4000, peer: { address: '10.0.0.2', port: 5000 }, ssrc: 0x0a2b3c4d, payloadTypes: [] },
  ],
  ['sip@10.0.0.1:7070', { as: 'sip', address: '10.0.0.1', port: 7070, payloadTypes: [] }],
  ['vxlan-gpe@10.0.0.1:4790', { as: 'vxlan-gpe', address: '10.0.0.1', port: 4790, payloadTypes: [] }],
  ['ethernet@link147', { as: 'ethernet', linkType: 147 }],
];

test.each(rules)('%s', (text, rule) => {
  expect(parseDecodeRule(text)).toEqual(rule);
  expect(formatDecodeRule(rule)).toBe(text);
});

test.each([
  '',
  'rtp',
  'rtp@',
  'rtp@0',
  'rtp@65536',
  'sip@5060<',
  'frob@4000',
  'rtp@10.0.0.1',
  'rtp@4000/97',
  'rtp@4000/97.A B.8000',
  'ethernet@link65536',
  'rtp@link147',
  'ethernet@147',
])('%s is no rule', (text) => {
  expect(parseDecodeRule(text)).toBeUndefined();
});

test('comfort noise, types that are RTCP with the marker, and numbers that are none are not named', () => {
  const rule = parseDecodeRule('rtp@4000/13.PCMA.8000/72.PCMA.8000/76.PCMA.8000/128.PCMA.8000/77.PCMA.8000');
  expect(rule).toEqual({ as: 'rtp', port: 4000, payloadTypes: [{ payloadType: 77, name: 'PCMA', clockRate: 8000 }] });
});

test('any text parses to rules that read the same again', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...rules.map(([text]) => text)))), (texts) => {
      for (const rule of parseDecodeRules(texts)) expect(parseDecodeRule(formatDecodeRule(rule))).toEqual(rule);
    }),
  );
});
