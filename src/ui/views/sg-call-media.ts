/**
 * The media of a call: streams with their figures, plots on the call's clock, declared against observed. With `only`, one
 * stream beside the ladder. What the person chooses goes out as events; whoever owns it keeps it in the route.
 *
 * @fires sg-profile - detail { profile }; sg-window - detail { from, to }: nanoseconds, both undefined for the whole call
 * @fires sg-stream-select - detail { stream }
 */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Nanoseconds, StreamIndex } from '../../base/units.ts';
import type { CallDetail } from '../../contract/call-detail.ts';
import type { Chat } from '../../contract/chat.ts';
import type { Digit } from '../../contract/tones.ts';
import type { BufferSetting, QualityRequest, StreamQuality } from '../../contract/quality.ts';
import type { Profile, SeriesRequest, StreamRow, StreamSeries } from '../../contract/streams.ts';
import { base } from '../parts/shared-styles.ts';
import '../parts/sg-empty.ts';
import { callWords } from '../words/call-words.ts';
import { WordsController } from '../words/language.ts';
import { mediaWords } from '../words/media-words.ts';
import { noReports, type KnownReports } from './known-reports.ts';
import { lateTimesOf } from './late-marks.ts';
import { mismatchesOf } from './media-mismatch.ts';
import './sg-media-lines.ts';
import './sg-media-plots.ts';
import type { ProblemPacket, SgMediaPlots } from './sg-media-plots.ts';
import './sg-call-sound.ts';
import type { Listening } from './listening.ts';
import './sg-media-streams.ts';
import './sg-call-chat.ts';
import './sg-call-tones.ts';
import type { ToneSource } from './sg-call-tones.ts';
import { noPoints, type KnownPoints } from './known-points.ts';
import './sg-point-way.ts';
import './sg-reports.ts';
import './sg-quality.ts';
import './sg-stream-figures.ts';
import './sg-seal-notes.ts';
import type { SgSealNotes } from './sg-seal-notes.ts';

@customElement('sg-call-media')
export class SgCallMedia extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; overflow: auto; scroll-padding-bottom: 190px; background: var(--sg-surface); padding: 12px 16px 24px; min-width: 0; }
    :host([only]) { padding: 10px 12px; }
    sg-media-streams, sg-call-tones, sg-call-chat { margin-bottom: 14px; }
    sg-media-lines { margin: 6px 0; }
    sg-call-sound { margin: 0 -16px -24px; --inset: 16px; --foot: -24px; }
    :host([only]) sg-call-sound { margin: 0 -12px -10px; --inset: 12px; --foot: -10px; }
  `,
  ];

  @property({ attribute: false }) details: readonly CallDetail[] = [];
  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  @property() profile: Profile = 'rfc3550';
  /** the chosen stream */
  @property({ type: Number }) selected = -1;
  /** only the chosen stream, for a narrow pane */
  @property({ type: Boolean, reflect: true }) only = false;
  @property({ attribute: false }) from: Nanoseconds | undefined;
  @property({ attribute: false }) to: Nanoseconds | undefined;
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) load: (request: SeriesRequest) => Promise<StreamSeries | undefined> = () => Promise.resolve(undefined);
  @property({ attribute: false }) nextProblem: (stream: StreamIndex, row: number, direction: 1 | -1) => Promise<ProblemPacket | undefined> = () =>
    Promise.resolve(undefined);
  /** jitter buffer for quality, marks and sound */
  @property({ attribute: false }) buffer: BufferSetting = { kind: 'adaptive', least: 20, most: 500 };
  @property({ attribute: false }) loadQuality: (request: QualityRequest) => Promise<StreamQuality | undefined> = () => Promise.resolve(undefined);
  /** the sound of the call; undefined until it is known what can be heard */
  @property({ attribute: false }) listening: Listening | undefined;
  /** what RTCP says of the streams */
  @property({ attribute: false }) reports: KnownReports = noReports;
  /** digits, tones and faxes of the calls */
  @property({ attribute: false }) tones: ToneSource | undefined;
  /** tries a key that a person typed for these calls */
  @property({ attribute: false }) tryKey: SgSealNotes['tryKey'];
  /** messages over MSRP of the calls */
  @property({ attribute: false }) chats: (() => Promise<readonly Chat[]>) | undefined;
  /** what capture points saw of the calls */
  @property({ attribute: false }) known: KnownPoints = noPoints;
  /** file name of sound that is saved */
  @property() fileName = 'call';
  @state() private hiddenStreams: ReadonlySet<StreamIndex> = new Set();
  @state() private digits: readonly Digit[] = [];
  /** when packets came too late for the buffer */
  @state() private late: ReadonlyMap<StreamIndex, Float64Array> = new Map();
  @query('sg-media-plots') private plots!: SgMediaPlots | null;
  readonly words = new WordsController(this);

  /** N and P. */
  walk(direction: 1 | -1): void {
    void this.plots?.walk(direction);
  }

  private toggle(stream: StreamIndex): void {
    const next = new Set(this.hiddenStreams);
    if (!next.delete(stream)) next.add(stream);
    this.hiddenStreams = next;
  }

  override render(): TemplateResult {
    const word = mediaWords();
    if (this.only) {
      return html`<sg-stream-figures .row=${this.streams.find((row) => row.stream === this.selected)} .profile=${this.profile}></sg-stream-figures>
        ${this.renderQuality(this.streams.filter((row) => row.stream === this.selected))}${this.renderPlots(new Set(this.streams.map((row) => row.stream).filter((stream) => stream !== this.selected)), 110)}${this.renderSound()}`;
    }
    const declared = this.renderLines();
    if (this.streams.length === 0)
      return html`${this.renderChat()}${this.renderTones()}${this.hasChat ? nothing : html`<sg-empty .title=${word.none} .help=${word.noneHelp}></sg-empty>`}${declared}`;
    const differs = this.differs();
    return html`<sg-media-streams .streams=${this.streams} .profile=${this.profile} .selected=${this.selected} .hiddenStreams=${this.hiddenStreams}
        @sg-stream-toggle=${(event: CustomEvent<{ stream: StreamIndex }>) => this.toggle(event.detail.stream)}></sg-media-streams>
      <sg-seal-notes .streams=${this.streams} .tryKey=${this.tryKey}></sg-seal-notes>${differs ? declared : nothing}<sg-point-way .points=${this.known.points} .of=${this.known.of} .numberOf=${(stream: StreamIndex) => this.streams.find((row) => row.stream === stream)?.number ?? stream + 1}></sg-point-way>${this.renderChat()}${this.renderTones()}${this.renderQuality(this.streams)}${this.renderPlots(this.hiddenStreams, 132)}<sg-reports .streams=${this.streams} .known=${this.reports}></sg-reports>${differs ? nothing : declared}${this.renderSound()}`;
  }

  private renderQuality(streams: readonly StreamRow[]): TemplateResult {
    return html`<sg-quality .streams=${streams} .setting=${this.buffer} .origin=${this.extent.origin} .revision=${this.revision} .load=${this.loadQuality}
      @sg-qualities=${(event: CustomEvent<{ qualities: ReadonlyMap<StreamIndex, StreamQuality> }>) => (this.late = lateTimesOf(event.detail.qualities))}></sg-quality>`;
  }

  private get hasChat(): boolean {
    return this.details.some((detail) => detail.chatUnits > 0);
  }

  private renderChat(): TemplateResult | typeof nothing {
    return this.hasChat
      ? html`<sg-call-chat .load=${this.chats} .of=${this.details.map(({ row }) => row.callId).join('\n')} .origin=${this.extent.origin} .revision=${this.revision}></sg-call-chat>`
      : nothing;
  }

  private renderTones(): TemplateResult {
    return html`<sg-call-tones .source=${this.tones} .of=${this.details.map(({ row }) => row.callId).join('\n')} .packets=${this.streams.reduce((sum, row) => sum + row.packets, 0)} .streams=${this.streams.length} .origin=${this.extent.origin} .revision=${this.revision}
      @sg-digits=${(event: CustomEvent<{ digits: readonly Digit[] }>) => (this.digits = event.detail.digits)}></sg-call-tones>`;
  }

  private get connected(): boolean {
    return this.details.some(({ row }) => row.talkTime !== undefined);
  }

  /** differences worth reading before the plots */
  private differs(): boolean {
    return this.details.some((detail) =>
      detail.media.some((line) => mismatchesOf(line, this.streams, this.connected, mediaWords(), callWords()).some((one) => one.severity !== 'note')),
    );
  }

  private renderLines(): TemplateResult {
    return html`<sg-media-lines .lines=${this.details.flatMap((detail) => detail.media)} .streams=${this.streams} ?answered=${this.connected} ?hasChat=${this.hasChat}></sg-media-lines>`;
  }

  /** zero of the call's clock, and how far it goes */
  private get extent(): { readonly origin: Nanoseconds; readonly end: Nanoseconds } {
    const starts = [...this.details.map((one) => one.row.start), ...this.streams.map((row) => row.start)];
    const origin = Math.min(...starts);
    return { origin, end: Math.max(...this.details.map((one) => one.row.end), ...this.streams.map((row) => row.end), origin + 1e6) };
  }

  private renderSound(): TemplateResult {
    const { origin, end } = this.extent;
    const colourOf = (stream: StreamIndex): number =>
      (Math.max(
        0,
        this.streams.findIndex((row) => row.stream === stream),
      ) %
        6) +
      1;
    return html`<sg-call-sound .listening=${this.listening} .origin=${origin} .end=${end} .from=${this.from} .to=${this.to} .colourOf=${colourOf} .fileName=${this.fileName}></sg-call-sound>`;
  }

  private renderPlots(hidden: ReadonlySet<StreamIndex>, height: number): TemplateResult {
    const { origin, end } = this.extent;
    return html`<sg-media-plots .reports=${this.reports.streams} .late=${this.late} .streams=${this.streams} .hiddenStreams=${hidden} .profile=${this.profile} .selected=${this.selected} .origin=${origin} .end=${end} .from=${this.from} .to=${this.to} .chartHeight=${height}
      .callEvents=${[...this.details.flatMap((detail) => callEvents(detail)), ...this.digits.map(({ time, digit }) => ({ time, label: `DTMF ${digit}` }))]} .revision=${this.revision} .load=${this.load} .nextProblem=${this.nextProblem} .moment=${this.listening?.cursor}></sg-media-plots>`;
  }
}

/** Moments of the call itself that explain what the plots show. */
function callEvents(detail: CallDetail): readonly { readonly time: Nanoseconds; readonly label: string }[] {
  const word = mediaWords().callEvents;
  const { row } = detail;
  const answered = row.setupTime === undefined ? [] : [{ time: row.start + row.setupTime * 1e6, label: word.answered }];
  const ended =
    row.setupTime === undefined || row.talkTime === undefined || row.talkEstimated
      ? []
      : [{ time: row.start + (row.setupTime + row.talkTime) * 1e6, label: word.ended }];
  const held = detail.held.flatMap((one) => [{ time: one.from, label: word.hold }, ...(one.to === undefined ? [] : [{ time: one.to, label: word.resume }])]);
  return [...answered, ...held, ...ended];
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-call-media': SgCallMedia;
  }
}
