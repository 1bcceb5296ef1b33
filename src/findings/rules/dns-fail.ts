/** DNS-FAIL: the name of a SIP domain or server could not be resolved. That there is no SRV or NAPTR is no fault while the host itself is found (RFC 3263). */
import type { CallIndex } from '../../base/units.ts';
import type { Lookup } from '../../calls/name-lookups.ts';
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';
import type { CaptureSubject } from '../subject.ts';

const CALLS_SHOWN = 20;
const codes: ReadonlyMap<number, string> = new Map([
  [-1, 'timeout'],
  [2, 'SERVFAIL'],
  [3, 'NXDOMAIN'],
  [5, 'REFUSED'],
]);

export const dnsFail: CaptureRule = {
  id: 'DNS-FAIL',
  scope: 'capture',
  severity: 'warning',
  family: 'network',
  reference: 'RFC 3263 section 4',
  check(subject, report) {
    const failed = new Map<string, Lookup[]>();
    const right = new Set<string>();
    for (const lookup of subject.network.lookups.entries) {
      const domain = lookup.name.replace(/^(?:_[^.]+\.)+/, '');
      if (lookup.isFound) right.add(domain);
      else if (isFailed(subject, lookup)) failed.set(domain, [...(failed.get(domain) ?? []), lookup]);
    }
    if (failed.size === 0) return;
    const asked = [...subject.network.lookups.entries].map(({ name }) => name);
    const hosts = hostsOf(subject);
    for (const [domain, lookups] of failed) {
      const calls = hosts.get(domain) ?? [];
      const isSip = calls.length > 0 || lookups.some(({ name }) => /^_sips?\./.test(name));
      if (right.has(domain) || !isSip || isGuess(domain, lookups, asked)) continue;
      const worst = lookups.find(({ code }) => code === -1) ?? lookups[0]!;
      report({
        ...found(this, {
          confidence: 'likely',
          evidence: lookups.flatMap(({ packets }) => packets.map((packet) => ({ packet }))),
          facts: { name: worst.name, type: worst.type, code: codes.get(worst.code) ?? String(worst.code), asked: worst.asked },
        }),
        calls,
        address: undefined,
      });
    }
  },
};

function isFailed({ captureEnd, thresholds }: CaptureSubject, { code, asked, last }: Lookup): boolean {
  return code === 2 || code === 3 || code === 5 || (code < 0 && asked > 1 && captureEnd - last >= thresholds.noResponseAtEnd * 1e9);
}

/** Call-IDs by the host of their Request-URI and of the address in From, a few of each. */
function hostsOf({ calls, text }: CaptureSubject): Map<string, CallIndex[]> {
  const hosts = new Map<string, CallIndex[]>();
  const known = new Map<number, string>();
  for (let call = 0; call < calls.length; call++) {
    for (const uri of [calls.requestUri.values[call]!, calls.fromUri.values[call]!]) {
      let host = known.get(uri);
      if (host === undefined) known.set(uri, (host = /^sips?:(?:[^@]*@)?([^;?:>]+)/i.exec(text(uri))?.[1]?.toLowerCase() ?? ''));
      if (host === '') continue;
      const list = hosts.get(host);
      if (list === undefined) hosts.set(host, [call]);
      else if (list.length < CALLS_SHOWN && list.at(-1) !== call) list.push(call);
    }
  }
  return hosts;
}

/** Addresses looked up as names, search domains put behind a whole name, and SRV or NAPTR that simply are not there (RFC 3263 section 4.1). */
function isGuess(domain: string, lookups: readonly Lookup[], asked: readonly string[]): boolean {
  if (/^\d+\.\d+\.\d+\.\d+(?:\.|$)/.test(domain) || lookups.every(({ code, type }) => code === 3 && (type === 'SRV' || type === 'NAPTR'))) return true;
  return lookups.every(({ name }) => asked.some((other) => other !== '' && name !== other && name.startsWith(`${other}.`)));
}
