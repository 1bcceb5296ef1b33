/**
 * The sound of a call: play, and a waveform per direction on the call's clock, with the window of the plots above and the one
 * cursor. It plays nothing itself: what the person does goes out as one event, what is heard comes in as one property.
 *
 * @fires sg-listen - detail: ListenAction
 * @fires sg-window - detail { from, to }: nanoseconds on the time line, both undefined for the whole call
 */
import { AudioLines, ChevronDown, ChevronUp, Download, Pause, Play, Repeat, Speaker, Volume2 } from 'lucide';
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Nanoseconds, StreamIndex } from '../../base/units.ts';
import type { SoundTrack, Waveform } from '../../contract/sound.ts';
import { formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { MomentController } from '../parts/moment.ts';
import { base, controls } from '../parts/shared-styles.ts';
import '../parts/sg-level.ts';
import '../parts/sg-menu.ts';
import type { MenuEntry } from '../parts/sg-menu.ts';
import '../parts/sg-waveform.ts';
import { markBits, type WaveMark, type WaveSpan } from '../parts/wave-paint.ts';
import { WordsController } from '../words/language.ts';
import { soundWords } from '../words/sound-words.ts';
import { callSoundStyles } from './call-sound-styles.ts';
import type { ListenAction, Listening } from './listening.ts';
import { saveEntries, savedAs } from './sound-files.ts';
import { clockText, trackName } from './sound-text.ts';
import { sealSign } from './seal-mark.ts';
import { missingText } from './seal-text.ts';

const speeds: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2];
/** milliseconds before a changing window is asked for, and between two looks at what is being decoded */
const SETTLE = 60;
const PACE = 90;
const MOST_ROWS = 12;

@customElement('sg-call-sound')
export class SgCallSound extends LitElement {
  static override styles = [base, controls, callSoundStyles];

  @property({ attribute: false }) listening: Listening | undefined;
  /** zero of the call's clock, and how far it goes */
  @property({ attribute: false }) origin: Nanoseconds = 0;
  @property({ attribute: false }) end: Nanoseconds = 1;
  /** the window of the plots; everything when absent */
  @property({ attribute: false }) from: Nanoseconds | undefined;
  @property({ attribute: false }) to: Nanoseconds | undefined;
  /** plot colour of a stream, 1 to 6 */
  @property({ attribute: false }) colourOf: (stream: StreamIndex) => number = () => 1;
  /** file name of what is saved, without ending */
  @property() fileName = 'call';
  @state() private waves: readonly (Waveform | undefined)[] = [];
  @query('.time') private time!: HTMLElement | null;
  readonly words = new WordsController(this);
  private observer: ResizeObserver | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private width = 0;
  private drawnFor = '';

  constructor() {
    super();
    new MomentController(
      this,
      () => this.listening?.cursor,
      (moment) => this.tellTime(moment),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => this.requestUpdate());
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    clearTimeout(this.timer);
    this.asked++;
    this.drawnFor = '';
  }

  private get window(): readonly [Nanoseconds, Nanoseconds] {
    return this.from === undefined || this.to === undefined ? [this.origin, this.end] : [this.from, this.to];
  }

  override updated(changed: PropertyValues): void {
    const { plan, edition } = this.listening ?? {};
    this.width = this.renderRoot.querySelector('sg-waveform')?.clientWidth ?? 0;
    const wanted = `${this.width} ${this.window.join()} ${edition} ${plan?.tracks.length} ${plan?.revision}`;
    if (plan === undefined || this.width === 0 || wanted === this.drawnFor) return;
    const isFirst = this.drawnFor === '';
    this.drawnFor = wanted;
    this.askSoon(isFirst || changed.has('listening') ? 0 : SETTLE);
  }

  private askSoon(wait: number): void {
    clearTimeout(this.timer);
    const mine = ++this.asked;
    this.timer = setTimeout(() => void this.ask(mine), wait);
  }

  private async ask(mine: number): Promise<void> {
    const { listening } = this;
    if (listening === undefined || mine !== this.asked) return;
    const [from, to] = this.window;
    const shown = listening.plan.tracks.slice(0, MOST_ROWS);
    const answers = await Promise.all(
      shown.map(({ track, playable }) => (playable ? listening.wave(track, from, to, this.width).catch(() => undefined) : Promise.resolve(undefined))),
    );
    if (mine !== this.asked) return;
    this.waves = answers;
    if (answers.some((wave) => wave !== undefined && wave.known < 1)) this.timer = setTimeout(() => void this.ask(mine), PACE);
  }

  private tell(action: ListenAction): void {
    this.dispatchEvent(new CustomEvent<ListenAction>('sg-listen', { detail: action, bubbles: true, composed: true }));
  }

  private tellTime(moment: Nanoseconds | undefined): void {
    const { time, listening } = this;
    if (!time || !listening) return;
    const span = this.end - this.origin;
    const text = soundWords().position(clockText((moment ?? listening.plan.from) - this.origin, 0), clockText(span, 0));
    if (time.textContent !== text) time.textContent = text;
  }

  private onSelect(event: CustomEvent<{ from: number | undefined; to: number | undefined }>): void {
    event.stopPropagation();
    const { from, to } = event.detail;
    this.tell({ do: 'loop', range: from === undefined || to === undefined || to - from < 50e6 ? undefined : { from: Math.round(from), to: Math.round(to) } });
  }

  private onRange(event: CustomEvent<{ from: number | undefined; to: number | undefined }>): void {
    event.stopPropagation();
    const { from, to } = event.detail;
    const detail = { from: from === undefined ? undefined : Math.round(from), to: to === undefined ? undefined : Math.round(to) };
    this.dispatchEvent(new CustomEvent('sg-window', { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult | typeof nothing {
    const { listening } = this;
    if (listening === undefined || listening.plan.tracks.length === 0) return nothing;
    const bar = this.renderBar(listening);
    if (listening.folded) return html`<section class="strip" aria-label=${soundWords().title}>${bar}</section>`;
    return html`<section class="strip" aria-label=${soundWords().title}>${bar}
      <div class="rows">${listening.plan.tracks.slice(0, MOST_ROWS).map((track, i) => this.renderTrack(listening, track, i))}</div>${this.renderLegend()}</section>`;
  }

  private renderBar(listening: Listening): TemplateResult {
    const word = soundWords();
    const { status, loop, plan } = listening;
    const playing = status === 'playing' || status === 'starting';
    const playable = plan.tracks.some((track) => track.playable);
    const both = plan.tracks.filter((track) => track.playable && track.leg === 0).length > 1;
    const apart = both && plan.tracks.every(({ direction }, i) => direction === undefined || listening.mix[i]?.pan === (direction === 'toCallee' ? -1 : 1));
    return html`<div class="bar" role="toolbar" aria-label=${word.title}>
      <button type="button" class="button primary play" ?disabled=${!playable} aria-label=${playing ? word.pause : word.play} title=${playing ? word.pauseHelp : word.playHelp} @click=${() => this.tell({ do: 'toggle' })}>${icon(playing ? Pause : Play)}</button>
      <span class="time"></span>${playable ? this.renderLoudness(listening) : nothing}
      ${both ? html`<button type="button" class="button small" aria-pressed=${apart ? 'true' : 'false'} title=${word.apartHelp} @click=${() => this.tell({ do: 'split', apart: !apart })}>${icon(AudioLines)}${word.apart}</button>` : nothing}
      ${
        loop === undefined
          ? nothing
          : html`<button type="button" class="button small" aria-pressed="true" title=${word.endLoop} @click=${() => this.tell({ do: 'loop', range: undefined })}>${icon(Repeat)}${word.loop(clockText(loop.from - this.origin, 1), clockText(loop.to - this.origin, 1))}</button>`
      }
      <span class="status ${status === 'failed' ? 'bad' : ''}" role="status">${status === 'failed' ? word.failed : this.known()}</span><span class="gap"></span>
      ${this.renderDevices(listening)}
      <button type="button" class="button small fold" aria-expanded=${listening.folded ? 'false' : 'true'} aria-label=${listening.folded ? word.unfold : word.fold} title=${listening.folded ? word.unfold : word.fold} @click=${() => this.tell({ do: 'fold', folded: !listening.folded })}>${icon(listening.folded ? ChevronUp : ChevronDown)}</button>
      <sg-menu look="small" .label=${word.save} .items=${this.saveItems(listening)} @sg-choose=${(event: CustomEvent<{ key: string }>) => this.onSave(event.detail.key, listening)}><span slot="label">${icon(Download)}${word.save}</span></sg-menu></div>`;
  }

  private renderLoudness({ speed, volume }: Listening): TemplateResult {
    const word = soundWords();
    return html`<select class="input" aria-label=${word.speed} title=${word.speedHelp} .value=${String(speed)} @change=${(event: Event) => this.tell({ do: 'speed', speed: Number((event.target as HTMLSelectElement).value) })}>
        ${speeds.map((one) => html`<option value=${String(one)} ?selected=${one === speed}>${word.times(formatNumber(one, 2).replace(/[.,]?0+$/, ''))}</option>`)}</select>
      <label class="volume" title=${word.volume}>${icon(Volume2)}<input type="range" min="0" max="1" step="0.05" aria-label=${word.volume} .value=${String(volume)} @input=${(event: Event) => this.tell({ do: 'volume', volume: Number((event.target as HTMLInputElement).value) })}></label>`;
  }

  private renderDevices(listening: Listening): TemplateResult | typeof nothing {
    const word = soundWords();
    if (listening.devices.length < 2) return nothing;
    const items: MenuEntry[] = listening.devices.map(({ id, label }, i) => ({
      key: id === '' ? 'default' : id,
      label: label || (id === '' ? word.usual : word.output(i)),
      checked: id === listening.device,
    }));
    return html`<sg-menu look="small" .label=${word.devices} .items=${items} @sg-choose=${(event: CustomEvent<{ key: string }>) => this.tell({ do: 'device', id: event.detail.key === 'default' ? '' : event.detail.key })}><span slot="label">${icon(Speaker)}${word.device}</span></sg-menu>`;
  }

  /** How much of the sound has been decoded for the waveforms; nothing when all of it. */
  private known(): string {
    const parts = this.waves.filter((wave) => wave !== undefined).map((wave) => wave.known);
    const least = Math.min(1, ...parts);
    return least >= 1 ? '' : soundWords().known(formatNumber(Math.floor(least * 100), 0));
  }

  private saveItems(listening: Listening): MenuEntry[] {
    return saveEntries(listening);
  }

  private onSave(key: string, listening: Listening): void {
    const action = savedAs(key, listening, this.fileName);
    if (action !== undefined) this.tell(action);
  }

  private renderTrack(listening: Listening, track: SoundTrack, index: number): TemplateResult {
    const word = soundWords();
    const name = trackName(track, listening.plan.tracks);
    if (!track.playable) return this.renderUnheard(track, name);
    const mix = listening.mix[index] ?? { muted: false, solo: false, pan: 0 };
    const silent = mix.muted || (listening.mix.some((one) => one.solo) && !mix.solo);
    const [from, to] = this.window;
    const toggle = (change: 'muted' | 'solo'): void => this.tell({ do: 'mix', track: index, change: { [change]: !mix[change] } });
    return html`<div class="row" data-track=${track.track}><div class="hand">
        <button type="button" class="button" aria-pressed=${mix.muted ? 'true' : 'false'} aria-label=${word.mute(name)} title=${track.leg > 0 ? `${word.mute(name)}. ${word.legHelp}` : word.mute(name)} @click=${() => toggle('muted')}>${word.muteShort}</button>
        <button type="button" class="button" aria-pressed=${mix.solo ? 'true' : 'false'} aria-label=${word.solo(name)} title=${word.solo(name)} @click=${() => toggle('solo')}>${word.soloShort}</button>
        <input class="pan" type="range" min="-1" max="1" step="0.5" aria-label=${word.pan(name)} aria-valuetext=${word.panPlaces[Math.round((mix.pan + 1) * 2)] ?? ''} title="${word.pan(name)} (${word.panPlaces[Math.round((mix.pan + 1) * 2)] ?? ''})" .value=${String(mix.pan)} @input=${(event: Event) => this.tell({ do: 'mix', track: index, change: { pan: Number((event.target as HTMLInputElement).value) } })}>
        <sg-level aria-hidden="true" .read=${() => listening.level(index)} ?running=${listening.status === 'playing'}></sg-level></div>
      <sg-waveform class=${track.leg > 0 ? 'low' : ''} .wave=${this.waves[index]} .spans=${this.spans(listening)} .from=${from} .to=${to} .earliest=${this.origin} .latest=${this.end}
        .moment=${listening.cursor} .selection=${listening.loop} .colour=${this.colourOf(track.streams[0]?.stream ?? -1)} ?muted=${silent} .label=${word.wave(name)} .help=${word.waveHelp} .text=${(time: number) => clockText(time - this.origin, 1)}
        @sg-seek=${(event: CustomEvent<{ time: number }>) => this.tell({ do: 'seek', time: Math.round(event.detail.time) })} @sg-select=${this.onSelect} @sg-range=${this.onRange} @sg-toggle=${() => this.tell({ do: 'toggle' })}>${this.renderName(track, name)}</sg-waveform></div>`;
  }

  private renderName(track: SoundTrack, name: string): TemplateResult {
    const word = soundWords();
    const sum = (of: 'lost' | 'late' | 'cut'): number => track.streams.reduce((total, one) => total + one[of], 0);
    const [lost, late, cut] = [sum('lost'), sum('late'), sum('cut')];
    const codecs = [...new Set(track.streams.map((one) => one.codec))].join(', ');
    const byBrowser = track.streams.some((one) => one.decoder === 'browser');
    const wide = track.streams.some((one) => one.channels > 1 && one.sampleRate > 0);
    const deaf = track.streams.find((one) => one.decoder === 'none' || one.decoder === 'encrypted');
    return html`<span class="name cut"><b>${name}</b><span title=${byBrowser ? word.browser : nothing}>${codecs}</span>${track.streams.map(({ seal, packets }) => sealSign(seal === undefined ? undefined : { seal, packets, streams: 1, opened: 0 }))}${wide ? html`<span title=${word.stereoHelp}>${word.stereo}</span>` : nothing}${track.streams.length > 1 ? html`<span>${word.streams(track.streams.length)}</span>` : nothing}${
      lost + late === 0 ? nothing : html`<span class=${late > lost ? 'slow' : 'bad'}>${word.counts(formatNumber(lost, 0), formatNumber(late, 0))}</span>`
    }${deaf === undefined ? nothing : html`<span class="slow">${deaf.decoder === 'none' ? word.none(deaf.codec) : word.encrypted}</span>`}${cut === 0 ? nothing : html`<span class="slow">${word.cut(formatNumber(cut, 0))}</span>`}</span>`;
  }

  private renderUnheard(track: SoundTrack, name: string): TemplateResult {
    const word = soundWords();
    const one = track.streams[0];
    const noDecoder = one?.codec.toLowerCase() === 'opus' ? word.opus : word.none(one?.codec ?? '');
    if (one?.seal?.state === 'sealed')
      return html`<div class="row" data-track=${track.track}><span></span><div class="unheard"><b>${name}</b>${sealSign({ seal: one.seal, packets: one.packets, streams: 1, opened: 0 })}<span>${missingText(one.seal)}</span></div></div>`;
    const why = one?.decoder === 'encrypted' ? word.encrypted : one?.decoder === 'none' ? noDecoder : word.nothing;
    return html`<div class="row" data-track=${track.track}><span></span><div class="unheard"><b>${name}</b><span>${why}</span></div></div>`;
  }

  private spans(listening: Listening): readonly WaveSpan[] {
    return listening.plan.spans.map(({ kind, from, to }) => ({ from, to, label: soundWords().spans[kind] }));
  }

  /** Only what is to be seen in the window. */
  private renderLegend(): TemplateResult | typeof nothing {
    const word = soundWords();
    let seen = 0;
    for (const wave of this.waves) if (wave !== undefined) for (const bits of wave.marks) seen |= bits;
    const kinds = (Object.keys(markBits) as WaveMark[]).filter((kind) => (seen & markBits[kind]) !== 0);
    if (kinds.length === 0) return nothing;
    return html`<div class="legend">${kinds.map((kind) => html`<span title=${kind === 'late' ? word.lateHelp : nothing}><i class="m-${kind}"></i>${word.legend[kind]}</span>`)}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-call-sound': SgCallSound;
  }
}
