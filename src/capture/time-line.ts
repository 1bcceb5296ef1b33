/**
 * Several captures as one time line: packets come in order of time over all files, and in file order within each. A
 * file whose own times run backwards keeps its order. Ties go to the file that was given first.
 */
import type { Abort } from './byte-source.ts';
import type { Pump } from './pump.ts';
import type { TimeBase } from './time-base.ts';

/** Reads all pumps to their ends; time zero becomes the earliest first packet. `onWindow` is called after every window and waited for when it asks. */
export async function pumpAll(pumps: readonly Pump[], timeBase: TimeBase, signal: Abort, onWindow: () => Promise<void> | undefined): Promise<void> {
  for (const pump of pumps) await prime(pump, signal);
  let live = pumps.filter((pump) => !pump.done);
  const earliest = live.reduce((least, pump) => Math.min(least, pump.nextTime), Infinity);
  if (earliest !== Infinity && earliest !== 0) {
    timeBase.shift(earliest);
    for (const pump of live) pump.resume(-Infinity);
  }
  while (live.length > 0 && !signal.aborted) {
    const pump = live.reduce((least, other) => (other.nextTime < least.nextTime ? other : least));
    const until = live.reduce((least, other) => (other === pump ? least : Math.min(least, other.nextTime)), Infinity);
    while (!pump.resume(until)) {
      const wait = onWindow();
      if (wait !== undefined) await wait;
      if (signal.aborted || !(await pump.fetch())) break;
    }
    if (pump.done) live = live.filter((other) => other !== pump);
  }
  for (const pump of pumps) await pump.close();
}

/** Reads on until the first packet's time is known; nothing is given to the sink. */
async function prime(pump: Pump, signal: Abort): Promise<void> {
  while (!signal.aborted && (await pump.fetch())) if (pump.resume(-Infinity)) return;
}
