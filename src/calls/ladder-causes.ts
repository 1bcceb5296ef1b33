/** What caused what over all calls of a ladder, and its rows in that order, with what the clock says against it. */
import type { MessageIndex } from '../base/units.ts';
import { findCauses, orderByCause } from './causal-order.ts';
import type { Chain } from './chain.ts';
import type { MessageTable } from './message-table.ts';
import type { Transactions } from './transactions.ts';

interface CausedRow {
  readonly message: MessageIndex;
  readonly after: MessageIndex;
}

export class LadderCauses {
  readonly #effects: MessageIndex[] = [];
  readonly #causes: MessageIndex[] = [];

  add(chain: Chain, transactions: Transactions): void {
    findCauses(chain, transactions, (effect, cause) => {
      this.#effects.push(chain.message[effect]!);
      this.#causes.push(chain.message[cause]!);
    });
  }

  /** @param rows in the order of their messages */
  arrange<Row extends CausedRow>(table: MessageTable, rows: readonly Row[]): readonly Row[] {
    const late = new Map<MessageIndex, MessageIndex>();
    for (let n = 0; n < this.#effects.length; n++) {
      const [effect, cause] = [this.#effects[n]!, this.#causes[n]!];
      const behind = table.time(cause) - table.time(effect);
      const known = late.get(effect);
      if ((behind > 0 || (behind === 0 && cause > effect)) && (known === undefined || table.time(cause) > table.time(known))) late.set(effect, cause);
    }
    if (late.size === 0 && !this.#causes.some((cause, n) => cause > this.#effects[n]!)) return rows;
    const rowOf = new Map(rows.map((row, i) => [row.message, i]));
    const effects: number[] = [];
    const causes: number[] = [];
    for (let n = 0; n < this.#effects.length; n++) {
      const [effect, cause] = [rowOf.get(this.#effects[n]!), rowOf.get(this.#causes[n]!)];
      if (effect === undefined || cause === undefined) continue;
      effects.push(effect);
      causes.push(cause);
    }
    return Array.from(orderByCause(rows.length, effects, causes), (row) => ({ ...rows[row]!, after: late.get(rows[row]!.message) ?? -1 }));
  }
}
