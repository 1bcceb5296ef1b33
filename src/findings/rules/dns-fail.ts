/** DNS-FAIL: the name of a SIP domain or server could not be resolved. That there is no SRV or NAPTR is no fault while the host itself is found (RFC 3263). */
import type { CallIndex, Nanoseconds } from '../../base/units.ts';
import type { Lookup } from '../../calls/name-lookups.ts';
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';
import type { CaptureSubject } from '../subject.ts';

const CALLS_SHOWN = 20;
const CALLS_LOOKED_AT = 2000;
/** nanoseconds between a look-up and the call it is for */
const AROUND = 60e9;
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
    for (const [domain, lookups] of failed) if (right.has(domain) || isGuess(domain, lookups, asked)) failed.delete(domain);
    const hosts = new Map<number, string>();
    for (const [domain, lookups] of failed) {
      const calls = callsAfter(subject, domain, Math.max(...lookups.map(({ last }) => last)), hosts);
      if (calls.length === 0 && !lookups.some(({ name }) => /^_sips?\./.test(name))) continue;
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

/** Call-IDs begun soon before or after that moment whose Request-URI or From has this host, a few. */
function callsAfter({ calls, messages, text }: CaptureSubject, domain: string, time: Nanoseconds, hosts: Map<number, string>): CallIndex[] {
  const start = (call: CallIndex): Nanoseconds => messages.time(calls.head.values[call]!);
  let [low, high] = [0, calls.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start(middle) >= time - AROUND) high = middle;
    else low = middle + 1;
  }
  const found: CallIndex[] = [];
  for (let call = low; call < Math.min(calls.length, low + CALLS_LOOKED_AT) && found.length < CALLS_SHOWN && start(call) <= time + AROUND; call++) {
    const uris = [calls.requestUri.values[call]!, calls.fromUri.values[call]!];
    if (uris.some((uri) => hostOf(text, uri, hosts) === domain)) found.push(call);
  }
  return found;
}

/** The host of a URI, each text looked at once. */
function hostOf(text: (id: number) => string, uri: number, known: Map<number, string>): string {
  let host = known.get(uri);
  if (host === undefined) known.set(uri, (host = /^sips?:(?:[^@]*@)?([^;?:>]+)/i.exec(text(uri))?.[1]?.toLowerCase() ?? ''));
  return host;
}

/** Addresses looked up as names, search domains put behind a whole name, and SRV or NAPTR that simply are not there (RFC 3263 section 4.1). */
function isGuess(domain: string, lookups: readonly Lookup[], asked: readonly string[]): boolean {
  if (/^\d+\.\d+\.\d+\.\d+(?:\.|$)/.test(domain) || lookups.every(({ code, type }) => code === 3 && (type === 'SRV' || type === 'NAPTR'))) return true;
  return lookups.every(({ name }) => asked.some((other) => other !== '' && name !== other && name.startsWith(`${other}.`)));
}
