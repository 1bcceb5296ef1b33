/** TLS-ALERT: a fatal alert on the way of SIP over TLS, or a handshake that never ended: no connection came about. */
import { found } from '../found.ts';
import type { OpenHandshake } from '../../calls/network-events.ts';
import type { CaptureRule } from '../rule.ts';

/** handshakes between two ends that are named as evidence */
const MOST_SHOWN = 20;

/** RFC 8446 appendix B.2, those that tell a cause. */
const names: ReadonlyMap<number, string> = new Map([
  [40, 'handshake_failure'],
  [42, 'bad_certificate'],
  [43, 'unsupported_certificate'],
  [44, 'certificate_revoked'],
  [45, 'certificate_expired'],
  [46, 'certificate_unknown'],
  [47, 'illegal_parameter'],
  [48, 'unknown_ca'],
  [49, 'access_denied'],
  [50, 'decode_error'],
  [51, 'decrypt_error'],
  [70, 'protocol_version'],
  [71, 'insufficient_security'],
  [80, 'internal_error'],
  [112, 'unrecognized_name'],
  [116, 'certificate_required'],
  [120, 'no_application_protocol'],
]);

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
          facts: { kind: 'alert', from: addressText(from), to: addressText(to), alert: names.get(description) ?? String(description), count },
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
