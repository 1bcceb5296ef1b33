/**
 * A ladder with its inspector side by side (or one above the other where it is narrow): for dialogs that are not calls. It
 * asks for an opened row through `load`; which frame is looked at, and the switches, are kept by whoever owns it.
 * @fires sg-ladder-frame - detail: the PacketPlace of the row with the cursor
 * @fires sg-ladder-state - detail { time, show }; sg-ladder-export - detail { format }: from the ladder
 */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { MessageIndex } from '../../base/units.ts';
import type { Ladder, LadderRow } from '../../contract/ladder.ts';
import type { MessageDetail, PacketDetail } from '../../contract/detail.ts';
import { base } from '../parts/shared-styles.ts';
import '../parts/sg-split-pane.ts';
import { WordsController } from '../words/language.ts';
import { dialogsWords } from '../words/dialogs-words.ts';
import { ladderTimeModes, rowKey } from './ladder-rows.ts';
import './sg-call-inspector.ts';
import type { InspectorPane } from './sg-call-inspector.ts';
import './sg-call-ladder.ts';
import type { SgCallLadder } from './sg-call-ladder.ts';
import { noLaneChoices, type LaneChoices } from './arrange-lanes.ts';

export interface OpenedRow {
  readonly message: MessageDetail | undefined;
  readonly packet: PacketDetail | undefined;
}

const NARROW = 760;

@customElement('sg-ladder-pane')
export class SgLadderPane extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-width: 0; min-height: 0; background: var(--sg-surface); }
  `,
  ];

  @property({ attribute: false }) ladder: Ladder | undefined;
  @property({ attribute: false }) load: (row: LadderRow) => Promise<OpenedRow> = () => Promise.resolve({ message: undefined, packet: undefined });
  @property({ type: Number }) captures = 1;
  /** the frame to begin with; the first row when absent or not in the ladder */
  @property({ type: Number }) frame: number | undefined;
  @property({ type: Number }) capture = 0;
  @property() time = '';
  @property({ attribute: false }) show: readonly string[] = [];
  @property({ attribute: false }) laneChoices: LaneChoices = noLaneChoices;
  @property() name = '';
  @property() fileName = 'ladder';
  @state() private _selected = '';
  @state() private _opened: OpenedRow | undefined;
  @state() private _pane: InspectorPane = 'message';
  @state() private _narrow = false;
  @query('sg-call-ladder') private readonly _view!: SgCallLadder | null;
  #observer: ResizeObserver | undefined;

  constructor() {
    super();
    new WordsController(this);
    this.addEventListener('keydown', this.#key);
    this.addEventListener('sg-jump', (event) => this.#jump(event as CustomEvent<{ message: MessageIndex }>));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(() => {
      this._narrow = this.clientWidth < NARROW;
    });
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  override focus(): void {
    void this._view?.reveal(this._selected, true);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('ladder') && !changed.has('frame')) return;
    const rows = this.ladder?.rows ?? [];
    const held = rows.find((row) => rowKey(row) === this._selected);
    const named = rows.find((row) => row.place.frame === this.frame && row.place.capture === this.capture);
    if (held !== undefined && (named === undefined || named.place.packet === held.place.packet)) return;
    const row = named ?? rows[0];
    if (row === undefined) this._opened = undefined;
    else void this.#open(row);
  }

  async #open(row: LadderRow): Promise<void> {
    const key = rowKey(row);
    this._selected = key;
    const opened = await this.load(row).catch(() => ({ message: undefined, packet: undefined }));
    if (key === this._selected) this._opened = opened;
  }

  #select(row: LadderRow): void {
    void this.#open(row);
    this.dispatchEvent(new CustomEvent('sg-ladder-frame', { detail: row.place, bubbles: true, composed: true }));
  }

  #jump(event: CustomEvent<{ message: MessageIndex }>): void {
    event.stopPropagation();
    const row = this.ladder?.rows.find((one) => one.kind === 'message' && one.message === event.detail.message);
    if (row === undefined) return;
    this.#select(row);
    void this._view?.reveal(rowKey(row));
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'r') this._pane = this._pane === 'packet' ? 'message' : 'packet';
    else if (this._view?.handleKey(event.key) !== true) return;
    event.preventDefault();
    event.stopPropagation();
  };

  protected override render(): TemplateResult {
    const mode = ladderTimeModes.find((one) => one === this.time) ?? 'absolute';
    return html`<sg-split-pane direction=${this._narrow ? 'column' : 'row'} .percent=${54} .min=${20} .max=${80} .label=${dialogsWords().ladder}>
      <sg-call-ladder slot="first" .ladder=${this.ladder} .selected=${this._selected} .time=${mode} .show=${this.show} .captures=${this.captures} .name=${this.name} .fileName=${this.fileName} .laneChoices=${this.laneChoices}
        @sg-ladder-select=${(event: CustomEvent<{ row: LadderRow }>) => this.#select(event.detail.row)}></sg-call-ladder>
      <sg-call-inspector slot="second" .pane=${this._pane} .message=${this._opened?.message} .packet=${this._opened?.packet} ?answered=${this._opened !== undefined} .captures=${this.captures}
        @sg-pane=${(event: CustomEvent<{ pane: InspectorPane }>) => {
          this._pane = event.detail.pane;
        }}></sg-call-inspector></sg-split-pane>`;
  }
}
