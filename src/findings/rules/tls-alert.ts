/** TLS-ALERT: a fatal alert in the clear on the port of SIP over TLS: the handshake failed. */
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';

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
          facts: { from: addressText(from), to: addressText(to), alert: names.get(description) ?? String(description), count },
        }),
        calls: [],
        address: from,
      });
    }
  },
};
