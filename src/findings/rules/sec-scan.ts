/** SEC-SCAN: somebody looks for servers and accounts: a tool that says its name, or many strangers and servers asked in vain. */
import type { AddressId, CallIndex } from '../../base/units.ts';
import { eachWindow, within } from '../attempts.ts';
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';
import type { CaptureSubject } from '../subject.ts';

const MINUTE = 60e9;
const TOOLS = /friendly-scanner|sipvicious|sipcli|sip-?scan|vaxsipuseragent|pplsip|sundayddr|friendly-request|sipsak|iwar|smap \d|sip-?scanner|warvox/i;
/** what a stranger hears: credentials, forbidden, nobody of that name, bad number */
const strangers = new Set([0, 401, 403, 404, 407, 484, 604]);

interface Scan {
  readonly calls: CallIndex[];
  users: number;
  servers: number;
  tool: string;
}

export const secScan: CaptureRule = {
  id: 'SEC-SCAN',
  scope: 'capture',
  severity: 'error',
  family: 'security',
  reference: 'RFC 3261 section 26.1',
  check(subject, report) {
    const { addressText, calls, thresholds } = subject;
    const isTool = toolTest(subject);
    for (const { source, calls: attempts, failed } of subject.attempts()) {
      const scan = scanOf(subject, attempts, failed, isTool);
      if (scan === undefined) continue;
      report({
        ...found(this, {
          confidence: scan.tool === '' ? 'likely' : 'sure',
          evidence: scan.calls.map((call) => ({ message: calls.head.values[call]! })),
          value: scan.users,
          threshold: thresholds.scanUsers,
          facts: { source: addressText(source), attempts: scan.calls.length, users: scan.users, servers: scan.servers, tool: scan.tool },
        }),
        calls: scan.calls,
        address: source,
      });
    }
  },
};

function scanOf(subject: CaptureSubject, attempts: readonly CallIndex[], failed: readonly CallIndex[], isTool: (call: CallIndex) => string): Scan | undefined {
  const scan: Scan = { calls: [], users: 0, servers: 0, tool: '' };
  for (const call of attempts) {
    const tool = isTool(call);
    if (tool === '') continue;
    scan.tool = tool;
    scan.calls.push(call);
  }
  if (scan.tool !== '') Object.assign(scan, widthOf(subject, scan.calls));
  else addWindows(subject, attempts, failed, scan);
  return scan.calls.length === 0 ? undefined : scan;
}

function addWindows(subject: CaptureSubject, attempts: readonly CallIndex[], all: readonly CallIndex[], scan: Scan): void {
  const { thresholds, calls, messages } = subject;
  const least = Math.min(thresholds.scanUsers, thresholds.scanServers);
  if (all.length < least) return;
  eachWindow(subject, all, MINUTE, (from, to) => {
    if (to - from < least) return false;
    const failed = all.slice(from, to);
    const begin = messages.time(calls.head.values[failed[0]!]!);
    if (failed.length < within(subject, attempts, begin, begin + MINUTE).length * (1 - thresholds.scanSuccess / 100)) return false;
    const { users, servers } = widthOf(subject, failed);
    const asStranger = failed.filter((call) => strangers.has(subject.finalStatus(call)));
    // a server that is down fails everybody alike: then the answers are others, or there are none from one server
    const silent = failed.filter((call) => subject.finalStatus(call) === 0).length;
    const isUserScan = users >= thresholds.scanUsers && (asStranger.length - silent) * 2 >= failed.length;
    const isServerScan = servers >= thresholds.scanServers && asStranger.length * 2 >= failed.length;
    if (!isUserScan && !isServerScan) return false;
    scan.calls.push(...failed);
    scan.users = Math.max(scan.users, users);
    scan.servers = Math.max(scan.servers, servers);
    return false;
  });
}

function widthOf({ calls, messages }: CaptureSubject, attempts: readonly CallIndex[]): { users: number; servers: number } {
  const users = new Set<number>();
  const servers = new Set<AddressId>();
  for (const call of attempts) {
    users.add(calls.toUri.values[call]!);
    servers.add(messages.destinationAddress(calls.head.values[call]!));
  }
  return { users: users.size, servers: servers.size };
}

/** The name of a scanner a call's agents give, or nothing; each text is looked at once. */
function toolTest({ calls, text }: CaptureSubject): (call: CallIndex) => string {
  const known = new Map<number, string>();
  return (call) => {
    for (const agent of calls.agents(call)) {
      let tool = known.get(agent);
      if (tool === undefined) {
        const name = text(agent);
        known.set(agent, (tool = TOOLS.test(name) ? name : ''));
      }
      if (tool !== '') return tool;
    }
    return '';
  };
}
