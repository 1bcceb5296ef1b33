/**
 * Scenario labels of every Call-ID (semantics 7): two words each for what its own messages tell, and two for what other
 * calls tell of it. Computed with the summaries, in the same pass as the findings; linear in the messages.
 */
import { uint32Column, type Column } from '../base/column.ts';
import type { CallIndex } from '../base/units.ts';
import type { CallSummary } from './call-summary.ts';
import { CallSigns } from './call-signs.ts';
import type { DialogSummarizer, DialogSummary } from './dialog-summary.ts';
import { Label, type LabelId } from './label-names.ts';
import { LabelBits, type CallView, type DialogView } from './label-view.ts';
import { labelBasicCall, labelCourse, labelParties } from './labels-basic.ts';
import { labelDialog } from './labels-dialog.ts';
import { labelForward } from './labels-forward.ts';
import { labelMedia } from './labels-media.ts';
import { labelProtocol } from './labels-protocol.ts';
import type { BoundContacts } from './labels-registration.ts';
import { labelTransfer } from './labels-transfer.ts';
import { concludeLinks } from './conclude-links.ts';
import { LinkedLabels } from './linked-labels.ts';
import type { MediaEvidence } from './media-evidence.ts';
import type { MessageTable } from './message-table.ts';
import type { CallSummarizer } from './summary.ts';
import { Method } from '../sip/method.ts';
import { Trait } from '../sip/trait.ts';
import { Fact } from './fact-table.ts';
import { UriTraits } from './uri-traits.ts';

/** words of a call: its own labels, then those other calls give it */
const WORDS = 4;

export class Labels {
  readonly #table: MessageTable;
  readonly #uris: UriTraits;
  /** between begin() and conclude() */
  #linked: LinkedLabels | undefined;
  readonly #bound: BoundContacts = new Map();
  readonly #signs: CallSigns = new CallSigns();
  readonly #bits: LabelBits = new LabelBits();
  readonly #words: Column<Uint32Array> = uint32Column();

  constructor(table: MessageTable) {
    this.#table = table;
    this.#uris = new UriTraits(table.texts);
  }

  /** To be called before all calls are labelled anew. */
  begin(): void {
    this.#words.values.fill(0);
    this.#linked = new LinkedLabels(this.#table, this.#uris);
    this.#bound.clear();
  }

  labelCall(summary: CallSummary, call: CallSummarizer, media: () => MediaEvidence | undefined): void {
    this.#clear();
    const signs = this.#signs.read(call.chain, call.leg.begin);
    const view: CallView = { table: this.#table, uris: this.#uris, signs, labels: this.#bits, summary, call, media };
    labelCourse(view);
    labelParties(view);
    labelForward(view);
    labelTransfer(view);
    labelMedia(view);
    labelProtocol(view);
    labelOthers(view);
    labelBasicCall(view);
    this.#linked?.note(view);
    this.#keep(summary.call);
  }

  labelDialog(summary: DialogSummary, dialog: DialogSummarizer): void {
    this.#clear();
    const signs = this.#signs.read(dialog.chain, 0);
    const view: DialogView = { table: this.#table, uris: this.#uris, signs, labels: this.#bits, summary, dialog };
    labelDialog(view, this.#bound);
    this.#linked?.noteDialog(view);
    this.#keep(summary.call);
  }

  /** Adds what calls tell of each other. After all calls were labelled. */
  conclude(): void {
    this.#reserveAll();
    const words = this.#words.values;
    for (let at = 0; at < words.length; at += WORDS) words[at + 2] = words[at + 3] = 0;
    if (this.#linked !== undefined)
      concludeLinks(this.#linked, (call, label) => {
        words[call * WORDS + 2 + (label >>> 5)]! |= 1 << (label & 31);
      });
    this.#linked = undefined;
  }

  /** Gives a label to calls that something else says it of. After conclude(). */
  mark(label: LabelId, isSo: (call: CallIndex) => boolean): void {
    const words = this.#words.values;
    for (let call = 0; call < this.#table.calls.length; call++) if (isSo(call)) words[call * WORDS + 2 + (label >>> 5)]! |= 1 << (label & 31);
  }

  /** True when the call has one of the labels of two words. */
  hasAny(call: CallIndex, low: number, high: number): boolean {
    const at = call * WORDS;
    const words = this.#words.values;
    return (((words[at]! | words[at + 2]!) & low) | ((words[at + 1]! | words[at + 3]!) & high)) !== 0;
  }

  /** Ids of the labels of a call, ascending. */
  of(call: CallIndex): LabelId[] {
    const at = call * WORDS;
    const words = this.#words.values;
    const found: LabelId[] = [];
    if (at >= words.length) return found;
    for (let word = 0; word < 2; word++)
      for (let rest = words[at + word]! | words[at + 2 + word]!; rest !== 0; rest &= rest - 1) found.push(word * 32 + 31 - Math.clz32(rest & -rest));
    return found;
  }

  #clear(): void {
    this.#reserveAll();
    this.#bits.clear();
  }

  #reserveAll(): void {
    const { length } = this.#table.calls;
    this.#words.reserve(length * WORDS);
    this.#linked?.reserve(length);
  }

  #keep(call: CallIndex): void {
    this.#words.values[call * WORDS] = this.#bits.low;
    this.#words.values[call * WORDS + 1] = this.#bits.high;
  }
}

/** Messages inside a call, queues and waiting calls told by their headers, conferences told by Contact or Join, pickups. */
function labelOthers({ signs, labels, table, call: { chain, leg } }: CallView): void {
  const { traits } = signs;
  if (signs.has(Method.MESSAGE)) labels.add(Label.MESSAGE);
  if ((traits & Trait.callWaiting) !== 0) labels.add(Label.CALL_WAITING);
  if ((traits & Trait.focus) !== 0) labels.add(Label.CONFERENCE);
  if ((signs.requestTraits & Trait.earlyOnly) !== 0) labels.add(Label.PICKUP);
  if (leg.invite >= 0 && signs.hasFacts && table.fact(chain.message[leg.invite]!, Fact.join) >= 0) labels.add(Label.CONFERENCE);
}
