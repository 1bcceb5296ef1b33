/** What rules say of the capture as a whole, kept once judged; a finding about several Call-IDs shows on each of them. */
import { int32Column, type Column } from '../base/column.ts';
import type { CallIndex } from '../base/units.ts';
import type { Chain } from '../calls/chain.ts';
import { Registrations, type Binding } from '../calls/registrations.ts';
import { Method } from '../sip/method.ts';
import type { CaptureFinding } from '../findings/finding.ts';
import { attemptsBySource } from '../findings/attempts.ts';
import { findingsOfCapture, type FiredRules } from '../findings/run.ts';
import type { CaptureContext } from '../findings/subject.ts';
import type { Session } from './session.ts';

/** of one rule: a scan may come from many thousands of addresses */
const MOST_OF_A_RULE = 200;
const none: readonly CaptureFinding[] = [];

export class CaptureFindings {
  /** those that belong to no Call-ID */
  alone: readonly CaptureFinding[] = none;
  readonly #session: Session;
  /** by Call-ID: who sent its first request, -1 nobody */
  readonly #sources: Column<Int32Array> = int32Column();
  readonly #byCall = new Map<CallIndex, CaptureFinding[]>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Notes who began a Call-ID, while its messages are at hand. */
  noteSource({ call, length, source, status }: Chain): void {
    this.#sources.reserve(call + 1);
    this.#sources.values[call] = length > 0 && status[0] === 0 ? source[0]! : -1;
  }

  of(call: CallIndex): readonly CaptureFinding[] {
    return this.#byCall.get(call) ?? none;
  }

  forget(): void {
    this.alone = none;
    this.#byCall.clear();
  }

  /** Judges, and notes on every Call-ID what was found. Call it when all of them were judged. */
  judge(context: CaptureContext, fired: FiredRules): void {
    this.forget();
    const { facts, tables } = this.#session;
    const outcomes = {
      calls: tables.calls,
      messages: tables.messages,
      state: (call: CallIndex) => facts.state.values[call]!,
      finalStatus: (call: CallIndex) => facts.finalStatus.values[call]!,
    };
    const { limits } = this.#session;
    const timeStep = limits.finest();
    // what is known less finely than the rest (a pasted text beside a capture) is judged by no rule about times
    const isKnown = (call: CallIndex): boolean => limits.timeStep(call) <= timeStep;
    const subject = {
      ...context,
      ...outcomes,
      timeStep,
      attempts: once(() => attemptsBySource(outcomes, this.#sources.values, isKnown)),
      bindings: once(() => this.#bindings().filter(({ calls }) => calls.every(isKnown))),
    };
    const found = findingsOfCapture(subject, fired.muted, MOST_OF_A_RULE);
    this.alone = found.filter((finding) => finding.calls.length === 0);
    for (const finding of found) {
      for (const call of finding.calls) {
        const list = this.#byCall.get(call);
        if (list === undefined) this.#byCall.set(call, [finding]);
        else list.push(finding);
        fired.add(call, finding);
      }
    }
  }

  #bindings(): readonly Binding[] {
    const { tables, facts, registered } = this.#session;
    if (registered !== undefined) return registered;
    const { calls, messages } = tables;
    const registrations = new Registrations(messages);
    for (let call = 0; call < calls.length; call++) if (messages.cseqMethod(calls.head.values[call]!) === Method.REGISTER) registrations.read(call);
    return registrations.conclude(facts.captureEnd);
  }
}

/** The same, made when first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
