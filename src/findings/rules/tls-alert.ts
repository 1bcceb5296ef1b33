/** TLS-ALERT: a fatal alert on the way of SIP over TLS, or a handshake that never ended: no connection came about. */
import { tlsAlertNames } from '../../base/tls-alert-names.ts';
import { found } from '../found.ts';
import type { OpenHandshake } from '../../calls/network-events.ts';
import type { CaptureRule } from '../rule.ts';

/** handshakes between two ends that are named as evidence */
const MOST_SHOWN = 20;

export const tlsAlert: CaptureRule = {
  id: 'TLS-ALERT',
  scope: 'capture',
  severity: 'error',
  family: 'network',
  reference: 'RFC 8446 section 6.2',
  check({ network, messages, addressText }, report) {
    for (const { source, destination, description, packets, count } of network.alerts) {
      const [from, to] = [messages.endpoints.address(source), messages.endpoints.address(destination)];
      report({
        ...found(this, {
          evidence: packets.map((packet) => ({ packet })),
          facts: { kind: 'alert', from: addressText(from), to: addressText(to), alert: tlsAlertNames.get(description) ?? String(description), count },
        }),
        calls: [],
        address: from,
      });
    }
    const tries = new Map<string, OpenHandshake[]>();
    for (const one of network.openHandshakes) {
      const key = `${messages.endpoints.address(one.source)} ${one.destination}`;
      const others = tries.get(key);
      if (others === undefined) tries.set(key, [one]);
      else others.push(one);
    }
    for (const list of tries.values()) {
      const { source, destination } = list[0]!;
      const [from, to] = [messages.endpoints.address(source), messages.endpoints.address(destination)];
      const answered = list.filter(({ isAnswered }) => isAnswered).length;
      report({
        ...found(this, {
          evidence: list.slice(0, MOST_SHOWN).flatMap(({ packets }) => packets.map((packet) => ({ packet }))),
          facts: { kind: answered === 0 ? 'silent' : 'open', from: addressText(from), to: addressText(to), count: list.length },
        }),
        calls: [],
        address: from,
      });
    }
  },
};
