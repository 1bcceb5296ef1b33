/**
 * Packets: first where every one of them went, then the list of the kinds chosen, then the packet under the cursor as tree
 * and octets. Kinds, reason, diagnostic and the frame looked at are in the route; G goes to a frame.
 */
import { X } from 'lucide';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { latest } from '../../app/latest.ts';
import type { Route } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import { changeSplit, changeTable, settings } from '../../app/settings.ts';
import type { CallIndex, PacketIndex, StreamIndex } from '../../base/units.ts';
import type { PacketDetail, PacketQuery, PacketRow } from '../../contract/detail.ts';
import { packetKinds, type PacketKind } from '../../contract/overview.ts';
import { ClockController, formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { ObserveController } from '../parts/observe.ts';
import type { RowSource } from '../parts/row-pages.ts';
import '../parts/sg-data-table.ts';
import type { SgDataTable } from '../parts/sg-data-table.ts';
import '../parts/sg-empty.ts';
import '../parts/sg-split-pane.ts';
import { base, controls } from '../parts/shared-styles.ts';
import type { TableLayout } from '../parts/table-columns.ts';
import { listStyles } from '../views/list-styles.ts';
import { packetTableColumns } from '../views/packet-columns.ts';
import '../views/sg-accounting.ts';
import '../views/sg-packet-inspector.ts';
import { problemSentence } from '../words/explain-words.ts';
import { WordsController } from '../words/language.ts';
import { packetsWords } from '../words/packets-words.ts';
import { words } from '../words/words.ts';
import { known, toggledIn } from './list-filters.ts';
import { packetsPageStyles } from './packets-page-styles.ts';
import { rowOfPacket } from './row-of-packet.ts';
import type { PacketPlace } from '../../contract/common.ts';
import type { Remedy } from '../../contract/remedies.ts';
import { say } from './say.ts';

/** milliseconds before the packet under the cursor goes into the address */
const ROUTE_PACE = 200;
const KEPT_PLACES = 100;

function packetQueryOf(route: Route): PacketQuery {
  return {
    kinds: known(packetKinds, route.kinds),
    ...(route.reason === undefined ? {} : { reason: route.reason }),
    ...(route.diagnostic === undefined ? {} : { diagnostic: route.diagnostic }),
    ...(route.show?.includes('commented') === true ? { commented: true } : {}),
    ...(route.streams?.[0] === undefined ? {} : { stream: route.streams[0] }),
  };
}

@customElement('sg-page-packets')
export class SgPagePackets extends LitElement {
  static override styles = [base, controls, listStyles, packetsPageStyles];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'packets' };
  @state() private _total = 0;
  @state() private _detail: PacketDetail | undefined;
  @state() private _missing = false;
  @state() private _remedies: readonly Remedy[] = [];
  @query('sg-data-table') private readonly _table!: SgDataTable | null;
  @query('form .input') private readonly _goto!: HTMLInputElement | null;
  #source: RowSource<PacketRow> | undefined;
  #key = '';
  #sought = '';
  #askedRemedies = '';
  /** the choice was changed by hand: it outweighs the frame that was looked at */
  #filtered = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new WordsController(this);
    new ClockController(this);
    new ObserveController(this, () => [this.session?.revision, this.session?.overview, this.session?.state, settings]);
    this.addEventListener('keydown', this.#keyed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  arrive(): void {
    void this.updateComplete.then(() => this._table?.focus());
  }

  /** The shell: the filter key was pressed; here the way to a packet is its number. */
  focusFilter(): void {
    this._goto?.focus();
    this._goto?.select();
  }

  protected override willUpdate(): void {
    const { session } = this;
    if (session === undefined) return;
    this.#askRemedies(session);
    const wanted = packetQueryOf(this.route);
    const key = JSON.stringify(wanted);
    if (this.#source === undefined || key !== this.#key) {
      this.#source = (page) => session.queries.packets(wanted, page);
      if (this.#key !== '') this.#sought = '';
      this.#key = key;
    }
    const { frame, capture = 0 } = this.route;
    const sought = frame === undefined ? '' : `${capture}/${frame}`;
    if (sought === this.#sought) return;
    this.#sought = sought;
    if (frame === undefined) this._detail = undefined;
    else void this.#seek(session, capture, frame);
  }

  /** Shows a frame in the list as it is filtered; when the filter hides it, in the whole list. */
  async #seek(session: Session, capture: number, frame: number): Promise<void> {
    const packet = await session.queries.findFrame(capture, frame).catch(() => undefined);
    if (packet === undefined) {
      say(this, packetsWords().noFrame(formatNumber(frame)), 'error');
      return this.#go({ frame: undefined, capture: undefined });
    }
    const wanted = packetQueryOf(this.route);
    const isAll = this.#key === JSON.stringify(packetQueryOf({ view: 'packets' }));
    const row = isAll ? packet : await rowOfPacket((page) => session.queries.packets(wanted, page), packet).catch(() => -1);
    if (this.#sought !== `${capture}/${frame}`) return;
    if (row < 0)
      return session.navigate(this.#filtered ? { ...this.route, frame: undefined, capture: undefined } : { view: 'packets', frame, capture }, 'replace');
    this.#filtered = false;
    this.#open(session, packet);
    await this.updateComplete;
    this.#show(row);
  }

  /** A table that has not answered yet knows no rows; it is asked again until it does. */
  #show(row: number, tries = 20): void {
    const table = this._table;
    if (table === null || tries === 0) return;
    if (table.total > row) return table.show(row);
    setTimeout(() => this.#show(row, tries - 1), 50);
  }

  /** Asked once reading has ended: some packets are read again for it. */
  #askRemedies(session: Session): void {
    const { value } = session.overview;
    const asks =
      value === undefined || value.progress.phase === 'reading' || value.progress.phase === 'analysing' ? '' : `${session.generation}/${value.revision}`;
    if (asks === '' || asks === this.#askedRemedies) return;
    this.#askedRemedies = asks;
    session.queries.remedies().then(
      (remedies) => {
        if (asks === this.#askedRemedies) this._remedies = remedies;
      },
      () => undefined,
    );
  }

  readonly #open = latest(
    (session: Session, packet: PacketIndex) => session.queries.packet(packet),
    (detail: PacketDetail | undefined) => {
      this._detail = detail;
      this._missing = detail === undefined;
    },
    () => {
      this._detail = undefined;
      this._missing = true;
    },
  );

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session === undefined) return nothing;
    const w = packetsWords();
    const overview = session.overview.value;
    const all = overview?.packets ?? 0;
    if (all === 0 && session.state.value.status !== 'opening') return html`<sg-empty .title=${w.empty}></sg-empty>`;
    const captures = overview?.captures.length ?? 1;
    return html`<sg-accounting role="region" aria-label=${w.accounting} .accounting=${overview?.accounting} .remedies=${this._remedies} .kinds=${packetQueryOf(this.route).kinds} .reason=${this.route.reason ?? ''}
        @sg-frame=${(event: CustomEvent<PacketPlace>) => this.#go({ frame: event.detail.frame, capture: event.detail.capture === 0 ? undefined : event.detail.capture })}
        @sg-kind=${(event: CustomEvent<{ kind: PacketKind }>) => this.#filter({ kinds: toggledIn(this.route.kinds, event.detail.kind), reason: undefined })}
        @sg-reason=${(event: CustomEvent<{ reason: string }>) => this.#filter({ reason: this.route.reason === event.detail.reason ? undefined : event.detail.reason, kinds: undefined })}></sg-accounting>
      <div class="main"><div class="tools">${this.#gotoForm(session)}${this.#chips()}${this.#commented(overview?.captures.some((one) => one.commentedPackets.length > 0) === true)}
          <span class="end count number">${w.count(formatNumber(this._total), formatNumber(all))}</span></div>
        <sg-split-pane direction="column" .percent=${settings.value.splits.get('packets') ?? 48} .label=${w.detail} @sg-split=${(event: CustomEvent<{ percent: number }>) => changeSplit('packets', event.detail.percent)}>
          ${this.#list(session, captures, all)}
          ${
            this._detail === undefined && !this._missing
              ? html`<p slot="second" class="hint">${w.choose}</p>`
              : html`<sg-packet-inspector slot="second" links ?missing=${this._missing} .detail=${this._detail} .captures=${captures} @sg-open-call=${(event: CustomEvent<{ call: CallIndex }>) => void this.#openCall(session, event.detail.call)}
            @sg-open-stream=${(event: CustomEvent<{ stream: StreamIndex }>) => session.navigate({ view: 'stream', streams: [event.detail.stream], ...this.#place() })}></sg-packet-inspector>`
          }</sg-split-pane></div>`;
  }

  #list(session: Session, captures: number, all: number): TemplateResult {
    const w = packetsWords();
    const { diagnostic } = this.route;
    const note = diagnostic === undefined ? '' : `${problemSentence(diagnostic)}${this._total >= KEPT_PLACES ? ` ${w.firstOnly}` : ''}`;
    return html`<div class="list" slot="first">${note === '' ? nothing : html`<p class="note">${note}</p>`}
      <sg-data-table .label=${w.list} .columns=${packetTableColumns(captures, all)} .source=${this.#source as RowSource<unknown>} .revision=${session.revision.value} .rowKey=${(row: PacketRow) => row.packet} .layout=${settings.value.tables.get('packets')}
        @sg-cursor=${(event: CustomEvent<{ index: number; row: PacketRow | undefined }>) => void this.#moved(session, event.detail)} @sg-layout=${(event: CustomEvent<TableLayout>) => changeTable('packets', event.detail)}
        @sg-open=${() => this.shadowRoot?.querySelector('sg-packet-inspector')?.shadowRoot?.querySelector<HTMLElement>('sg-field-tree')?.focus()} @sg-total=${(
          event: CustomEvent<{ total: number }>,
        ) => {
          this._total = event.detail.total;
        }}>
        <sg-empty slot="empty" .title=${w.emptyFilter}><button class="button" @click=${() => session.navigate({ view: 'packets' }, 'replace')}>${w.clearAll}</button></sg-empty></sg-data-table></div>`;
  }

  #gotoForm(session: Session): TemplateResult {
    const w = packetsWords();
    const send = (event: SubmitEvent): void => {
      event.preventDefault();
      const frame = Number(this._goto?.value.trim());
      if (!Number.isSafeInteger(frame) || frame < 1) return;
      this.#filtered = false;
      this.#sought = '';
      this.#go({ frame, capture: this.route.capture });
      this.requestUpdate();
      void session.queries.findFrame(this.route.capture ?? 0, frame).then((found) => found !== undefined && this._table?.focus());
    };
    return html`<form @submit=${send}><label for="goto">${w.gotoFrame}</label><input id="goto" class="input" inputmode="numeric" autocomplete="off" maxlength="12" title=${w.gotoHelp} @keydown=${this.#gotoKey}><kbd>G</kbd></form>`;
  }

  #chips(): TemplateResult | typeof nothing {
    const w = packetsWords();
    const { kinds = [], reason, diagnostic, streams } = this.route;
    const chips: (readonly [string, Partial<Route>])[] = kinds
      .filter((kind) => packetKinds.some((one) => one === kind))
      .map((kind) => [w.kinds[kind] ?? kind, { kinds: kinds.filter((other) => other !== kind) }] as const);
    if (reason !== undefined) chips.push([w.chips.reason(reason), { reason: undefined }]);
    if (diagnostic !== undefined) chips.push([w.chips.diagnostic(diagnostic), { diagnostic: undefined }]);
    if (streams !== undefined) chips.push([w.chips.stream, { streams: undefined }]);
    if (chips.length === 0) return nothing;
    return html`<div class="chips">${chips.map(([label, change]) => html`<span class="chip"><span class="cut">${label}</span><button aria-label=${words().common.filter.remove(label)} @click=${() => this.#filter(change)}>${icon(X)}</button></span>`)}</div>`;
  }

  #commented(some: boolean): TemplateResult | typeof nothing {
    const on = this.route.show?.includes('commented') === true;
    if (!some && !on) return nothing;
    return html`<button class="preset" aria-pressed=${on} @click=${() => this.#filter({ show: toggledIn(this.route.show, 'commented') })}>${packetsWords().commented}</button>`;
  }

  /** Another choice of packets: the one looked at stays when it is among them. */
  #filter(change: Partial<Route>): void {
    this.#filtered = true;
    this.#go(change);
  }

  #go(change: Partial<Route>): void {
    this.session?.navigate({ ...this.route, ...change }, 'replace');
  }

  #place(): Partial<Route> {
    const place = this._detail?.place;
    return place === undefined ? {} : { frame: place.frame, capture: place.capture };
  }

  async #moved(session: Session, { index, row }: { index: number; row: PacketRow | undefined }): Promise<void> {
    const found = row ?? (await session.queries.packets(packetQueryOf(this.route), { offset: index, limit: 1 }).catch(() => undefined))?.rows[0];
    if (found === undefined) return;
    this.#open(session, found.packet);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.isConnected) return;
      const { frame, capture } = found.place;
      this.#sought = `${capture}/${frame}`;
      this.#go({ frame, capture });
    }, ROUTE_PACE);
  }

  async #openCall(session: Session, call: CallIndex): Promise<void> {
    const detail = await session.queries.call(call).catch(() => undefined);
    const callId = detail?.row.callId ?? (await this.#dialogId(session));
    if (callId !== undefined) session.navigate({ view: detail === undefined ? 'dialogs' : 'call', callIds: [callId], ...this.#place() });
  }

  /** Call-ID of the message in the packet, when it belongs to no call. */
  async #dialogId(session: Session): Promise<string | undefined> {
    const message = this._detail?.messages[0];
    const detail = message === undefined ? undefined : await session.queries.message(message).catch(() => undefined);
    return detail?.headers.find((header) => header.canonical === 'Call-ID')?.value;
  }

  readonly #gotoKey = (event: KeyboardEvent): void => {
    if (event.key === 'g' || event.key === 'G') {
      event.preventDefault();
      this.focusFilter();
    }
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this._table?.focus();
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.composedPath()[0] instanceof HTMLInputElement || (event.key !== 'G' && event.key !== 'g'))
      return;
    event.preventDefault();
    this.focusFilter();
  };
}
