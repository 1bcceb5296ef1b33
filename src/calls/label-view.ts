/**
 * What the labels of one Call-ID are computed from, and where they go. Borrowed, like the summaries it holds: valid while
 * one Call-ID is labelled.
 */
import type { CallSummary } from './call-summary.ts';
import type { CallSigns } from './call-signs.ts';
import type { DialogSummarizer, DialogSummary } from './dialog-summary.ts';
import type { LabelId } from './label-names.ts';
import type { MediaEvidence } from './media-evidence.ts';
import type { MessageTable } from './message-table.ts';
import type { CallSummarizer } from './summary.ts';
import type { UriTraits } from './uri-traits.ts';

/** The two words of a call's labels while they are collected. */
export class LabelBits {
  low = 0;
  high = 0;

  clear(): void {
    this.low = this.high = 0;
  }

  add(label: LabelId): void {
    if (label < 32) this.low |= 1 << label;
    else this.high |= 1 << (label - 32);
  }

  has(label: LabelId): boolean {
    return ((label < 32 ? this.low >>> label : this.high >>> (label - 32)) & 1) !== 0;
  }
}

interface Shared {
  readonly table: MessageTable;
  readonly uris: UriTraits;
  readonly signs: CallSigns;
  readonly labels: LabelBits;
}

export interface CallView extends Shared {
  readonly summary: CallSummary;
  readonly call: CallSummarizer;
  /** asked for only where early media may be */
  media(): MediaEvidence | undefined;
}

export interface DialogView extends Shared {
  readonly summary: DialogSummary;
  readonly dialog: DialogSummarizer;
}
