/** From scanned octets to rows: hashes, descriptions, facts, flags. */
import { describe, expect, test } from 'vitest';
import { readText, toOctets } from '../base/text.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import { CallTable } from './call-table.ts';
import { EndpointTable } from './endpoint-table.ts';
import { Fact } from './fact-table.ts';
import { Flag } from './message-fields.ts';
import { MessageIntake } from './message-intake.ts';
import { MessageTable } from './message-table.ts';
import { isPrivateHost } from './private-host.ts';

function take(texts: string[], fromPublic = false): MessageTable {
  const table = new MessageTable(new CallTable(), new EndpointTable());
  const intake = new MessageIntake(table);
  const scan = createScan();
  const source = table.endpoints.id(1, 5060, 0);
  const destination = table.endpoints.id(2, 5060, 0);
  texts.forEach((text, packet) => {
    const octets = toOctets(`${text.trim().split(/\n\s*/).join('\r\n')}\r\n\r\n`);
    expect(scanMessage(octets, 0, octets.length, scan)).toBe(true);
    intake.take(octets, 0, octets.length, scan, {
      packet,
      time: packet * 1e9,
      textAt: 42,
      inArena: false,
      source,
      destination,
      identification: packet,
      ttl: 64,
      fromPublic,
      flags: 0,
    });
  });
  return table;
}

const invite = `INVITE sip:bob@example.com SIP/2.0
  Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa
  From: "Alice" <sip:alice@example.com>;tag=1
  To: Bob <sip:bob@example.com>
  Call-ID: Abc@x
  CSeq: 1 INVITE
  Max-Forwards: 70
  Contact: <sip:alice@192.168.1.5:5060>
  User-Agent: phone/1`;
const text = (table: MessageTable, id: number): string => (id < 0 ? '-' : readText(table.texts.octets(id)));

describe('intake', () => {
  test('describes the call by its first INVITE', () => {
    const { calls, ...rest } = take([invite]);
    const table = take([invite]);
    expect([calls.length, rest.length]).toEqual([1, 1]);
    expect(
      [table.calls.fromUri, table.calls.fromDisplay, table.calls.toUri, table.calls.toDisplay, table.calls.requestUri].map((column) =>
        text(table, column.at(0)),
      ),
    ).toEqual(['sip:alice@example.com', 'Alice', 'sip:bob@example.com', 'Bob', 'sip:bob@example.com']);
    expect(readText(table.calls.callId(0))).toBe('Abc@x');
    expect(table.calls.agents(0).map((id) => text(table, id))).toEqual(['phone/1']);
    expect([table.maxForwards(0), table.viaCount(0), table.toTag(0), table.status(0), table.method(0), table.cseqNumber(0), table.textAt(0)]).toEqual([
      70, 1, 0, 0, 1, 1, 42,
    ]);
    expect(table.flags(0) & (Flag.cookie | Flag.privateContact)).toBe(Flag.cookie);
  });
  test('a response describes until a request does; Call-IDs differ by case', () => {
    const ok = invite
      .replace('INVITE sip:bob@example.com SIP/2.0', 'SIP/2.0 200 OK')
      .replace('example.com>\n', 'example.com>;tag=2\n')
      .replace('"Alice"', '"Response"');
    const table = take([ok, invite, invite.replace('Abc@x', 'abc@x')]);
    expect([text(table, table.calls.fromDisplay.at(0)), table.calls.length, table.calls.hasInvite(0), table.calls.invites]).toEqual(['Alice', 2, true, 2]);
  });
  test('a private Contact counts when it came from a public address', () => {
    expect(take([invite], true).flags(0) & Flag.privateContact).toBe(Flag.privateContact);
  });
  test('rare facts: Reason, Session-Expires, unknown methods, stale', () => {
    const bye = invite
      .replaceAll('INVITE', 'BYE')
      .replace('User-Agent', 'Reason: Q.850;cause=16;text="Normal"\nSession-Expires: 1800;refresher=uas\nUser-Agent');
    const table = take([
      bye,
      invite.replaceAll('INVITE', 'FROB'),
      invite
        .replace('INVITE sip:bob@example.com SIP/2.0', 'SIP/2.0 407 Auth')
        .replace('User-Agent', 'Proxy-Authenticate: Digest realm="r", nonce="n", Stale=TRUE\nUser-Agent'),
    ]);
    expect([
      table.fact(0, Fact.reasonQ850),
      text(table, table.fact(0, Fact.reasonText)),
      table.fact(0, Fact.sessionExpires),
      table.fact(0, Fact.refresher),
      table.fact(0, Fact.expires),
    ]).toEqual([16, 'Normal', 1800, 2, -1]);
    expect(table.method(1)).toBe(16);
    expect(table.flags(2) & (Flag.hasChallenge | Flag.stale)).toBe(Flag.hasChallenge | Flag.stale);
  });
  test('a message costs 72 octets and its facts', () => {
    const table = take(Array.from({ length: 100 }, () => invite));
    expect(table.octets).toBe(8192 * 72 + table.facts.count * 13);
    expect(table.facts.count).toBe(0);
  });
});

test('private hosts', () => {
  const is = (host: string): boolean => isPrivateHost(toOctets(host), 0, host.length);
  expect(['10.0.0.1', '172.16.0.1', '172.31.9.9', '192.168.1.1', '100.64.0.1', '169.254.1.1', '127.0.0.1', '[fd00::1]', '[fe80::1]', '[::1]'].map(is)).toEqual(
    Array(10).fill(true),
  );
  expect(['11.0.0.1', '172.32.0.1', '192.169.1.1', '8.8.8.8', '10.example.com', 'example.com', '', '[2001:db8::1]', '10.0.0', '1000.0.0.1'].map(is)).toEqual(
    Array(10).fill(false),
  );
});
