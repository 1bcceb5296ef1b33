/** Bindings from REGISTER transactions (semantics 5.7), from octets through scan and intake. */
import { describe, expect, test } from 'vitest';
import { bindingStates } from '../contract/bindings.ts';
import { readText, toOctets } from '../base/text.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import { CallTable } from './call-table.ts';
import { EndpointTable } from './endpoint-table.ts';
import { Fact } from './fact-table.ts';
import { MessageIntake } from './message-intake.ts';
import { MessageTable } from './message-table.ts';
import { BindingStateId, Registrations } from './registrations.ts';

/** Each line: seconds, then "> " a REGISTER or "< status", CSeq, then header lines separated by "; ". */
function register(story: string, later = 0): { rows: string[]; registrations: Registrations; table: MessageTable } {
  const table = new MessageTable(new CallTable(), new EndpointTable());
  const intake = new MessageIntake(table);
  const scan = createScan();
  const phone = table.endpoints.id(0x0a000001, 5060, 0);
  const registrar = table.endpoints.id(0x0a000002, 5060, 0);
  let end = 0;
  let packet = 0;
  for (const line of story.trim().split('\n')) {
    const [, seconds, arrow, status, cseq, headers] = /^\s*([\d.]+) ([<>]) (\d*)\s*#(\d+)(?: (.*))?$/.exec(line)!;
    const start = arrow === '>' ? 'REGISTER sip:example.com SIP/2.0' : `SIP/2.0 ${status} Reason`;
    const text = [
      start,
      `Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK${cseq}`,
      'From: <sip:alice@example.com>;tag=a',
      `To: <sip:alice@example.com>${arrow === '<' ? ';tag=r' : ''}`,
      'Call-ID: reg',
      `CSeq: ${cseq} REGISTER`,
      ...(headers?.split('; ') ?? []),
      '',
      '',
    ].join('\r\n');
    const octets = toOctets(text);
    expect(scanMessage(octets, 0, octets.length, scan)).toBe(true);
    end = Number(seconds) * 1e9;
    const [source, destination] = arrow === '>' ? [phone, registrar] : [registrar, phone];
    intake.take(octets, 0, octets.length, scan, {
      packet: packet++,
      time: end,
      textAt: 0,
      inArena: false,
      source,
      destination,
      identification: packet,
      ttl: 64,
      fromPublic: false,
      flags: 0,
    });
  }
  const registrations = new Registrations(table);
  registrations.read(0);
  const rows = registrations
    .conclude(end + later * 1e9)
    .map(
      (row) =>
        `${row.contact < 0 ? '-' : readText(table.texts.octets(row.contact))} ${bindingStates[row.state]} ${row.expires ?? '-'} r${row.refreshes} c${row.challenges} f${row.failures}`,
    );
  return { rows, registrations, table };
}

test('the numbers are those of the contract', () => {
  expect(Object.keys(BindingStateId)).toEqual([...bindingStates]);
});

describe('registrations', () => {
  const c = 'Contact: <sip:alice@10.0.0.1>';
  test('challenge, success, refresh, expiry', () => {
    const story = `0 > #1 ${c}\n0.1 < 401 #1 WWW-Authenticate: Digest realm="x", nonce="n"\n0.2 > #2 ${c}; Authorization: Digest x\n0.3 < 200 #2 ${c};expires=60\n50 > #3 ${c}\n50.1 < 200 #3 ${c};expires=60`;
    expect(register(story).rows).toEqual(['sip:alice@10.0.0.1 REGISTERED 60 r1 c1 f0']);
    expect(register(story, 64).rows).toEqual(['sip:alice@10.0.0.1 REGISTERED 60 r1 c1 f0']);
    expect(register(story, 66).rows).toEqual(['sip:alice@10.0.0.1 EXPIRED 60 r1 c1 f0']);
    const [binding] = register(story).registrations.bindings;
    expect([binding!.refreshInterval, binding!.history.map((event) => event.status), binding!.expiresAt, binding!.calls]).toEqual([
      49.8,
      [401, 200, 200],
      110.1e9,
      [0],
    ]);
  });
  test('granted: own Contact, else Expires of the 200, else what was asked, else an hour', () => {
    const granted = (ask: string, answer: string): string => register(`0 > #1 ${c}${ask}\n1 < 200 #1 ${answer}`).rows[0]!.split(' ')[2]!;
    expect(granted('', `Contact: <sip:bob@10.0.0.9>;expires=5, <sip:alice@10.0.0.1>;expires=77; Expires: 99`)).toBe('77');
    expect(granted('', `${c}; Expires: 99`)).toBe('99');
    expect(granted('; Expires: 120', c)).toBe('120');
    expect(granted('', c)).toBe('3600');
  });
  test('two contacts are two bindings, compact and in two headers', () => {
    expect(
      register(`0 > #1 m: <sip:a@1.1.1.1>; Contact: sip:b@2.2.2.2;expires=30\n1 < 200 #1 m: <sip:a@1.1.1.1>;expires=10, <sip:b@2.2.2.2>;expires=30`).rows,
    ).toEqual(['sip:a@1.1.1.1 REGISTERED 10 r0 c0 f0', 'sip:b@2.2.2.2 REGISTERED 30 r0 c0 f0']);
  });
  test('taking it away: ;expires=0, Expires: 0, *', () => {
    const before = `0 > #1 ${c}\n1 < 200 #1 ${c};expires=60\n`;
    expect(register(`${before}5 > #2 ${c};expires=0\n5.1 < 200 #2`).rows).toEqual(['sip:alice@10.0.0.1 DEREGISTERED 0 r0 c0 f0']);
    expect(register(`${before}5 > #2 ${c}; Expires: 0\n5.1 < 200 #2`).rows).toEqual(['sip:alice@10.0.0.1 DEREGISTERED 0 r0 c0 f0']);
    expect(register(`${before}5 > #2 Contact: *; Expires: 0\n5.1 < 200 #2`).rows).toEqual(['sip:alice@10.0.0.1 DEREGISTERED 0 r0 c0 f0']);
  });
  test('query, failure, no response', () => {
    expect(register(`0 > #1\n1 < 200 #1 ${c};expires=60`).rows).toEqual(['- QUERY - r0 c0 f0']);
    expect(register(`0 > #1 ${c}\n1 < 403 #1`).rows).toEqual(['sip:alice@10.0.0.1 FAILED - r0 c0 f1']);
    expect(register(`0 > #1 ${c}\n0.5 > #1 ${c}`, 40).rows).toEqual(['sip:alice@10.0.0.1 NO_RESPONSE - r0 c0 f0']);
  });
  test('facts stay few: a REGISTER has its contact and what else it says', () => {
    const { table } = register(`0 > #1 ${c};expires=60; Expires: 3600`);
    expect([table.fact(0, Fact.contactExpires), table.fact(0, Fact.expires), table.fact(0, Fact.aor), table.facts.count]).toEqual([60, 3600, -1, 3]);
  });
});
