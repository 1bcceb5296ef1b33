/**
 * Digits that travel in SIP (semantics 9.2): INFO with application/dtmf-relay, application/dtmf, audio/telephone-event or
 * Nortel's digits, NOTIFY with a KPML report (RFC 4730) or an event. A request told again is the same digit; how it was answered is
 * part of it.
 */
import { readText } from '../base/text.ts';
import type { CallIndex, MessageIndex, Milliseconds } from '../base/units.ts';
import { Flag } from '../calls/message-fields.ts';
import { walkBodies } from '../sip/body.ts';
import { Method } from '../sip/method.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import type { MessageReader } from './message-reader.ts';
import type { Session } from './session.ts';

export interface SignalledDigit {
  readonly digit: string;
  readonly method: 'info' | 'kpml';
  readonly message: MessageIndex;
  readonly duration: Milliseconds | undefined;
  /** status of a refusal, 0 for no answer, undefined when it was accepted */
  readonly rejected: number | undefined;
  /** the From-tag of the request is the one of the call's first INVITE */
  readonly fromCaller: boolean;
}

export async function signalledDigits(session: Session, reader: MessageReader, call: CallIndex): Promise<SignalledDigit[]> {
  const { messages, calls } = session.tables;
  const requests: MessageIndex[] = [];
  const answers = new Map<string, number>();
  let callerTag = 0;
  for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message)) {
    const status = messages.status(message);
    const method = status === 0 ? messages.method(message) : messages.cseqMethod(message);
    if (status === 0 && method === Method.INVITE && messages.toTag(message) === 0) callerTag = messages.fromTag(message);
    if (method !== Method.INFO && method !== Method.NOTIFY) continue;
    if (status >= 200) answers.set(keyOf(session, message), status);
    else if (status === 0 && (messages.flags(message) & (Flag.retransmission | Flag.captureDuplicate)) === 0) requests.push(message);
  }
  requests.reverse();
  const found: SignalledDigit[] = [];
  const seen = new Set<string>();
  const bodies = new Map<MessageIndex, readonly ReadDigit[]>();
  const scan = createScan();
  await reader.readMany(requests, (index, octets) => {
    if (octets === undefined || !scanMessage(octets, 0, octets.length, scan)) return;
    const digits: ReadDigit[] = [];
    walkBodies(octets, scan.contentTypeAt, scan.contentTypeEnd, scan.bodyAt, scan.bodyEnd, ({ type, at, end }) =>
      digits.push(...digitsIn(type, octets, at, end)),
    );
    if (digits.length > 0) bodies.set(requests[index]!, digits);
  });
  for (const message of requests) {
    const key = keyOf(session, message);
    // the same request on a further hop is not pressed again
    if (!bodies.has(message) || seen.has(key)) continue;
    seen.add(key);
    const status = answers.get(key) ?? 0;
    for (const { digit, method, duration } of bodies.get(message)!)
      found.push({
        digit,
        method,
        message,
        duration,
        rejected: status >= 200 && status < 300 ? undefined : status,
        fromCaller: callerTag !== 0 && messages.fromTag(message) === callerTag,
      });
  }
  return found;
}

function keyOf(session: Session, message: MessageIndex): string {
  const { messages } = session.tables;
  return `${messages.cseqNumber(message)} ${messages.cseqMethod(message)} ${messages.fromTag(message)}`;
}

interface ReadDigit {
  readonly digit: string;
  readonly method: 'info' | 'kpml';
  readonly duration: Milliseconds | undefined;
}

/** The digits a body of this media type tells. */
function digitsIn(type: string, octets: Uint8Array, at: number, end: number): readonly ReadDigit[] {
  if (type === 'audio/telephone-event') {
    if (end - at < 4) return [];
    const code = octets[at]!;
    const digit = code === 16 ? 'flash' : code < 16 ? '0123456789*#ABCD'[code]! : undefined;
    return digit === undefined ? [] : [{ digit, method: 'info', duration: ((octets[at + 2]! << 8) | octets[at + 3]!) / 8 }];
  }
  const text = readText(octets, at, Math.min(end, at + 4096));
  switch (type) {
    case 'application/dtmf-relay': {
      const digit = digitNamed(/^\s*signal\s*=\s*(\S+)/im.exec(text)?.[1]);
      const duration = /^\s*duration\s*=\s*(\d{1,6})/im.exec(text)?.[1];
      return digit === undefined ? [] : [{ digit, method: 'info', duration: duration === undefined ? undefined : Number(duration) }];
    }
    case 'application/dtmf': {
      const digit = digitNamed(/^\s*(?:signal\s*=\s*)?(\S+)/i.exec(text)?.[1]);
      return digit === undefined ? [] : [{ digit, method: 'info', duration: undefined }];
    }
    case 'application/vnd.nortelnetworks.digits': {
      const digits = /^d=(\S+)/m.exec(text)?.[1] ?? '';
      return [...digits].map(digitNamed).flatMap((digit) => (digit === undefined ? [] : [{ digit, method: 'info' as const, duration: undefined }]));
    }
    case 'application/kpml-response+xml': {
      const digits = /\bdigits\s*=\s*["']([^"']*)["']/.exec(text)?.[1] ?? '';
      return [...digits].map(digitNamed).flatMap((digit) => (digit === undefined ? [] : [{ digit, method: 'kpml' as const, duration: undefined }]));
    }
    default:
      return [];
  }
}

/** "5", "*", "a", and the numbers some write: 10 for *, 11 for #, 12 to 15 for A to D, 16 for flash. */
function digitNamed(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  if (/^[0-9*#A-Da-d]$/.test(word)) return word.toUpperCase();
  const number = /^1[0-6]$/.test(word) ? Number(word) : -1;
  if (number === 16 || /^(flash|hookflash|hf|!)$/i.test(word)) return 'flash';
  return number > 0 ? '0123456789*#ABCD'[number] : undefined;
}
