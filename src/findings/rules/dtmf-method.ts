/** DTMF-METHOD: the two sides do not send digits the same way, or not the way they agreed to. Looks into digits. */
import type { DeepDigit } from '../deep-facts.ts';
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
    const told = methodOf(subject, deep.digits);
    if (told === undefined) return;
    const { kind, proof } = told;
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
          codec: told.codec ?? '',
        },
      }),
    );
  },
};

interface Method {
  /** in SIP though RTP was agreed to; in the sound though RTP was; announced by one side; each side another way; toward a codec that spoils them */
  readonly kind: 'info' | 'inband' | 'oneSide' | 'differ' | 'codec';
  readonly proof: readonly DeepDigit[];
  readonly codec?: string;
}

function methodOf(subject: CallSubject, digits: readonly DeepDigit[]): Method | undefined {
  const announced = announcedBy(subject);
  const by = (...methods: readonly DeepDigit['method'][]): readonly DeepDigit[] => digits.filter(({ method }) => methods.includes(method));
  const [signalled, inEvents, inSound] = [by('info', 'kpml'), by('rfc4733'), by('inband')];
  if (signalled.length > 0 && announced === 2 && inEvents.length === 0) return { kind: 'info', proof: signalled };
  const spoiled = spoiledBy(subject, inSound);
  if (spoiled !== undefined) return { kind: 'codec', proof: inSound, codec: spoiled };
  if (announced === 1) return { kind: 'oneSide', proof: digits };
  // a tone beside its event is the gateway's leak: DTMF-DUP tells that
  if (inSound.length > 0 && announced === 2 && inEvents.length === 0) return { kind: 'inband', proof: inSound };
  const isOneWay = (one: readonly DeepDigit[], other: readonly DeepDigit[]): boolean =>
    one.some(({ direction }) => other.length > 0 && other.every((there) => there.direction !== direction));
  if (isOneWay(signalled, inEvents)) return { kind: 'differ', proof: signalled };
  return isOneWay(inSound, inEvents) ? { kind: 'differ', proof: inSound } : undefined;
}

/** Codecs that carry no tones (RFC 4733 section 1.1: low-rate speech codecs cannot reproduce them). */
const SPEECH = /^(g729|g723|gsm|amr|ilbc|evrc|speex|g728|silk|opus|evs|qcelp|smv)/i;

/** The codec of the next leg that the tones of this one go into. */
function spoiledBy(subject: CallSubject, inSound: readonly DeepDigit[]): string | undefined {
  if (inSound.length === 0) return undefined;
  const pair = subject.legSound().find(({ direction, first, second }) => {
    const isTold = inSound.some((digit) => digit.direction === direction && digit.stream === first.stream);
    return isTold && SPEECH.test(second.codec);
  });
  return pair?.second.codec;
}

/** Sides whose last description has telephone-events: 0, 1 or 2. */
export function announcedBy({ media }: CallSubject): number {
  const exchange = media.exchanges.findLast(({ isFinal }) => isFinal);
  if (exchange === undefined) return 0;
  const has = (side: typeof exchange.offer): boolean => side.some(({ shape }) => shape.formats.some(({ name }) => name === 'telephone-event'));
  return (has(exchange.offer) ? 1 : 0) + (has(exchange.answer) ? 1 : 0);
}
