/**
 * docs/diagnostics.md against the source: every code that src can report has a row, every row a code, and every code words in
 * both languages. The tests that rows point to exist. Problems and thresholds of calls likewise.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { limits } from '../src/base/limits.ts';
import { thresholds } from '../src/calls/call-state.ts';
import { callProblems } from '../src/contract/calls.ts';
import { codes as english } from '../src/ui/words/en/codes.ts';
import { codes as chinese } from '../src/ui/words/zh-hans/codes.ts';

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/diagnostics.md'), 'utf8');
const prefixes =
  'hep|sctp|esp|file|link|vlan|llc|mpls|pppoe|ppp|arp|icmp|gre|erspan|wlan|ip|ipv6|udp|tcp|time|capture|pcap|pcapng|snoop|rtpdump|text|gzip|unpack|sip|sdp|rtp|rtcp|stun|udptl|ifp|tls|dtls|zrtp|websocket|msrp';
const literal = new RegExp(`'((?:${prefixes})\\.[a-z0-9-]+|limit\\.[a-zA-Z-]+)'`, 'g');
/** How Wireshark calls a field: the first argument of what makes fields, or a `key`. */
const fieldKey = /(?:key(?::| ===) |octetsField\(|ssrcField\()'[^']*'/g;
/** Names of fields and formats in other places. A new code does not belong here but on the page. */
const otherNames = new Set(['sip.r-uri', 'sip.from', 'sip.to', 'sip.contact', 'sip.auth', 'sip.value', 'rtp.rfc2198']);
/** Codes made of a name of limits.ts where they are reported (sip/inspect.ts). */
const made: readonly string[] = ['limit.bodyParts', 'limit.bodyDepth'];

function sources(): string[] {
  const all = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  return all.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('ui/') && !file.includes('/torture/'));
}

function codesIn(text: string): string[] {
  return [...text.replace(fieldKey, '').matchAll(literal)].map((found) => found[1]!).filter((name) => !otherNames.has(name));
}

const rows = [...page.matchAll(/^\| `([a-z0-9]+\.[a-zA-Z0-9-]+)` \| (.*) \|$/gm)].map((row) => ({ code: row[1]!, cells: row[2]!.split(' | ') }));

test('the search finds codes, and tells them from names of fields', () => {
  expect(codesIn("report('udp.length-zero'); key: 'udp.length'; 'limit.arena'; octetsField('ip', 'x', 'ip.version')")).toEqual([
    'udp.length-zero',
    'limit.arena',
    'ip.version',
  ]);
});

test('the page has every code of the source, once, and no other', () => {
  const found = new Set([...made, ...sources().flatMap((file) => codesIn(readFileSync(join(root, 'src', file), 'utf8')))]);
  expect(found.size).toBeGreaterThan(150);
  expect(rows.map(({ code }) => code).sort()).toEqual([...found].sort());
});

test('every code has words in both languages, and no words are left over', () => {
  const wanted = rows.map(({ code }) => code).sort();
  expect(Object.keys(english).sort()).toEqual(wanted);
  expect(Object.keys(chinese).sort()).toEqual(wanted);
});

test('every row says what, where and by which test', () => {
  for (const { code, cells } of rows) {
    expect(cells, code).toHaveLength(4);
    expect(cells[0], code).toMatch(/\.$/);
    expect(['list', 'reason', 'opened', 'guard'], code).toContain(cells[2]);
    const file = /^`([^`]+)`/.exec(cells[3]!)?.[1];
    if (file === undefined) expect(cells[3], code).toBe('too large to show');
    else expect(readFileSync(join(root, file), 'utf8'), `${file} shows ${code}`).toContain(`'${code}'`);
  }
});

test('problems of calls and their thresholds', () => {
  const problems = [...page.matchAll(/^\| `([a-zA-Z]+)` \|.*\|.*\|.*\|$/gm)].map((row) => row[1]!);
  expect(problems).toEqual([...callProblems]);
  for (const name of page.matchAll(/\(`([a-zA-Z]+)`\)/g)) expect(Object.keys(thresholds)).toContain(name[1]);
  for (const sample of page.matchAll(/`([\w-]+\.(?:pcap|pcapng|pcap\.gz))`/g))
    expect(existsSync(join(root, 'public/samples', sample[1]!)), sample[1]).toBe(true);
});

test('SECURITY.md has every limit with its value, and no other', () => {
  const table = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  const said = [...table.matchAll(/^\| `([a-zA-Z]+)` \| ([\d,]+)[^|]*\|.*\|$/gm)].map((row) => [row[1], Number(row[2]!.replaceAll(',', ''))]);
  expect(said).toEqual(Object.entries(limits));
});
