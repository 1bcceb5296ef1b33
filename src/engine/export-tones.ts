/** Digits and faxes of a call as the analysis document has them (spec/analysis-json.md: dtmf; fax is a part of its own). */
import type { Nanoseconds } from '../base/units.ts';
import type { FaxSession } from '../contract/fax.ts';
import type { CallDigits } from '../contract/tones.ts';

/** Digits, in order of time. Doubles are there, and say of which they are the double (index into this list). */
export function digitObjects(answer: CallDigits | undefined, streamNumber: ReadonlyMap<number, number>, time: (moment: Nanoseconds) => string): object[] {
  return (answer?.digits ?? []).map((one) => ({
    frame: one.place.frame,
    ...(one.place.capture > 0 ? { capture: one.place.capture } : {}),
    time: time(one.time),
    digit: one.digit,
    duration: one.duration ?? null,
    method: one.method,
    stream: one.stream === undefined ? null : (streamNumber.get(one.stream) ?? null),
    direction: one.direction ?? null,
    level: one.level ?? null,
    ended: one.ended ?? null,
    rejected: one.rejected ?? null,
    doubleOf: one.doubleOf ?? null,
  }));
}

/** Tones of the call's progress and of fax machines. */
export function toneObjects(answer: CallDigits | undefined, time: (moment: Nanoseconds) => string): object[] {
  return (answer?.tones ?? []).map(({ tone, method, event, frequencies, time: start, end, direction, place }) => ({
    frame: place.frame,
    time: time(start),
    tone,
    duration: (end - start) / 1e6,
    method,
    event: event < 0 ? null : event,
    frequencies,
    direction: direction ?? null,
  }));
}

export function faxObjects(faxes: readonly FaxSession[], time: (moment: Nanoseconds) => string): object[] {
  return faxes.map((fax) => ({
    frame: fax.first.frame,
    start: time(fax.start),
    end: time(fax.end),
    outcome: fax.outcome,
    pages: fax.pages,
    badPages: fax.badPages,
    speed: fax.command?.speed ?? null,
    modulation: fax.command?.modulation ?? null,
    ecm: fax.command?.ecm ?? null,
    called: fax.called,
    calling: fax.calling,
    flows: fax.flows.map(({ source, destination, packets, repeats, recovered, lost, depthUsed }) => ({
      src: source,
      dst: destination,
      packets,
      repeats,
      recovered,
      lost,
      depthUsed,
    })),
    steps: fax.steps.map(({ phase, name, flow, time: start, end, place, octets, isBad, carrier }) => ({
      frame: place.frame,
      time: time(start),
      phase,
      name,
      flow,
      duration: (end - start) / 1e6,
      octets,
      bad: isBad,
      carrier,
    })),
  }));
}
