/** DTMF-METHOD: the two sides do not send digits the same way, or not the way they agreed to. Looks into digits. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import type { CallSubject } from '../subject.ts';

export const dtmfMethod: CallRule = {
  id: 'DTMF-METHOD',
  scope: 'call',
  severity: 'warning',
  family: 'digits',
  reference: 'RFC 4733 section 2.5.1.1',
  check(subject, report) {
    const { deep } = subject;
    if (deep === undefined || deep.digits.length === 0) return;
    const announced = announcedBy(subject);
    const signalled = deep.digits.filter(({ method }) => method === 'info' || method === 'kpml');
    const inMedia = deep.digits.filter(({ method }) => method === 'rfc4733');
    const kind =
      signalled.length > 0 && announced === 2 && inMedia.length === 0
        ? 'info'
        : announced === 1
          ? 'oneSide'
          : signalled.some(({ direction }) => inMedia.length > 0 && inMedia.every((other) => other.direction !== direction))
            ? 'differ'
            : undefined;
    if (kind === undefined) return;
    const proof = kind === 'oneSide' ? deep.digits : signalled;
    report(
      found(this, {
        confidence: 'likely',
        direction: proof[0]!.direction,
        evidence: proof.map(({ message, packet, stream }) => (message !== undefined ? { message } : { packet, ...(stream === undefined ? {} : { stream }) })),
        value: proof.length,
        facts: {
          kind,
          digits: proof
            .map(({ digit }) => digit)
            .join('')
            .slice(0, 32),
          count: proof.length,
        },
      }),
    );
  },
};

/** Sides whose last description has telephone-events: 0, 1 or 2. */
export function announcedBy({ media }: CallSubject): number {
  const exchange = media.exchanges.findLast(({ isFinal }) => isFinal);
  if (exchange === undefined) return 0;
  const has = (side: typeof exchange.offer): boolean => side.some(({ shape }) => shape.formats.some(({ name }) => name === 'telephone-event'));
  return (has(exchange.offer) ? 1 : 0) + (has(exchange.answer) ? 1 : 0);
}
