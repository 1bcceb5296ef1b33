/**
 * What the sources of a call could not say: how finely its times are known (the coarsest of its messages), and which addresses stand for some that a
 * text did not name. Promise: a capture whose interfaces all count finely and made nothing up costs one look.
 */
import type { AddressId, CallIndex, MessageIndex, Milliseconds } from '../base/units.ts';
import type { CaptureInterface } from '../capture/interface-table.ts';
import type { SourceLimits } from '../contract/common.ts';
import type { Tables } from './tables.ts';

/** Nanoseconds; ticks up to this are fine enough for everything that is shown or judged. */
const FINE = 1e6;

export class SourceLimitsFinder {
  readonly #tables: Tables;
  #rows = 0;
  #isLimited = false;
  /** what a call's messages up to its newest then said; asked for at every response */
  readonly #steps = new Map<CallIndex, { readonly tail: MessageIndex; readonly step: Milliseconds }>();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Some interface counts coarsely or has made packets. */
  get isLimited(): boolean {
    const { rows } = this.#tables.interfaces;
    for (; this.#rows < rows.length; this.#rows++) if (stepOf(rows[this.#rows]!) > 0 || rows[this.#rows]!.made !== undefined) this.#isLimited = true;
    return this.#isLimited;
  }

  get isTimeless(): boolean {
    return this.isLimited && isTimeless(this.#tables.interfaces.rows);
  }

  /** Milliseconds below which durations of a call are unknown; 0 as finely as they are shown, Infinity when no time was known at all. */
  timeStep(call: CallIndex): Milliseconds {
    if (!this.isLimited) return 0;
    const { calls, messages, packets, interfaces } = this.#tables;
    const tail = calls.tail.values[call]!;
    const known = this.#steps.get(call);
    if (known?.tail === tail) return known.step;
    let step = known?.step ?? 0;
    const until = known?.tail ?? -1;
    for (let message = tail; message >= 0 && message !== until; message = messages.previous(message))
      step = Math.max(step, stepOf(interfaces.at(packets.interfaceIndex(messages.packet(message)))));
    this.#steps.set(call, { tail, step });
    return step;
  }

  /** Of the whole capture: the finest of its interfaces that have packets. */
  finest(): Milliseconds {
    if (!this.isLimited) return 0;
    const steps = this.#tables.interfaces.rows.filter(({ packets }) => packets > 0).map(stepOf);
    return steps.length === 0 ? 0 : Math.min(...steps);
  }

  /** Undefined when nothing is to be said. */
  of(calls: readonly CallIndex[]): SourceLimits | undefined {
    if (!this.isLimited) return undefined;
    const { messages, addresses } = this.#tables;
    const standIns = new Set<AddressId>();
    let timeStep = 0;
    for (const call of calls)
      this.#each(call, (one, message) => {
        timeStep = Math.max(timeStep, stepOf(one));
        if (one.made?.source === true) standIns.add(messages.sourceAddress(message));
        if (one.made?.destination === true) standIns.add(messages.destinationAddress(message));
      });
    return timeStep === 0 && standIns.size === 0 ? undefined : { timeStep, standIns: [...standIns].map((address) => addresses.text(address)) };
  }

  #each(call: CallIndex, each: (row: CaptureInterface, message: MessageIndex) => void): void {
    const { calls, messages, packets, interfaces } = this.#tables;
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message))
      each(interfaces.at(packets.interfaceIndex(messages.packet(message))), message);
  }
}

/** No packet has a time that somebody wrote. */
export function isTimeless(rows: readonly CaptureInterface[]): boolean {
  return rows.some((row) => row.packets > 0) && rows.every((row) => row.packets === 0 || row.made?.clock === 'none');
}

/** Milliseconds; 0 fine. */
function stepOf({ made, resolution }: CaptureInterface): Milliseconds {
  if (made?.clock === 'none') return Infinity;
  const tick = Number(resolution);
  return tick > FINE ? tick / 1e6 : 0;
}
