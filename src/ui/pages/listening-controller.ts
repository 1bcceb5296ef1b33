/**
 * What a page does to listen: asks for the plan of what it shows, owns the player and the one cursor, and carries out what the
 * sound strip says. The page renders for everything but the cursor, which moves too often.
 */
import type { LitElement, ReactiveController } from 'lit';
import { createCursor, type Cursor } from '../../app/cursor.ts';
import { latest } from '../../app/latest.ts';
import { Player } from '../../app/player.ts';
import type { View } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import { changeSettings, settings } from '../../app/settings.ts';
import type { Nanoseconds } from '../../base/units.ts';
import type { BufferSetting } from '../../contract/quality.ts';
import type { SoundPlan, SoundSource } from '../../contract/sound.ts';
import { formatOctets } from '../parts/format.ts';
import { saveFile } from '../parts/save-file.ts';
import type { ListenAction, Listening } from '../views/listening.ts';
import { soundWords } from '../words/sound-words.ts';
import { say } from './say.ts';

export interface ListeningInput {
  readonly session: Session;
  readonly source: SoundSource;
  readonly setting: BufferSetting;
}

/** milliseconds a changing setting rests before the plan is asked for anew; the sound does not wait for it */
const SETTLE = 120;
/** the choice whether the strip shows its waveforms */
const STRIP = 'sound-strip';

export class ListeningController implements ReactiveController {
  readonly cursor: Cursor = createCursor();
  readonly #host: LitElement;
  readonly #view: View;
  readonly #input: () => ListeningInput | undefined;
  #player: Player | undefined;
  #session: Session | undefined;
  #generation = -1;
  #source: SoundSource | undefined;
  #setting: BufferSetting | undefined;
  #plan: SoundPlan | undefined;
  #asked = '';
  #edition = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #endRoute: (() => void) | undefined;
  #devices: Listening['devices'] = [];
  #device = '';
  #isWanted = false;
  /** when play was pressed before it was known what can be heard; undefined is not */
  #pressed: number | undefined;

  constructor(host: LitElement, view: View, input: () => ListeningInput | undefined) {
    this.#host = host;
    this.#view = view;
    this.#input = input;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#forget();
  }

  hostUpdate(): void {
    const input = this.#input();
    if (input === undefined) return;
    const { session, source, setting } = input;
    if (session !== this.#session || session.generation !== this.#generation) this.#follow(session, setting);
    const place = JSON.stringify(source);
    if (place !== JSON.stringify(this.#source)) {
      this.#player?.pause();
      if (this.#source !== undefined) this.cursor.value = undefined;
      this.#plan = undefined;
      this.#source = source;
    }
    if (JSON.stringify(setting) !== JSON.stringify(this.#setting)) {
      this.#setting = setting;
      this.#edition++;
      if (this.#player !== undefined) this.#player.setting = setting;
    }
    const asks = `${place} ${JSON.stringify(setting)} ${session.revision.value}`;
    if (asks === this.#asked) return;
    const isFirst = this.#plan === undefined;
    this.#asked = asks;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#load(session, source, setting), isFirst ? 0 : SETTLE);
  }

  /** Somebody pressed play: a page that shows no sound asks for it from now on. Opening an hour of packets is work nobody should wait for who only reads. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** What the sound strip shows; undefined until it is known what can be heard. */
  get listening(): Listening | undefined {
    const plan = this.#plan;
    const player = this.#player;
    if (plan === undefined || player === undefined) return undefined;
    return {
      ...player.state.value,
      plan,
      cursor: this.cursor,
      edition: this.#edition,
      devices: this.#devices,
      device: this.#device,
      folded: settings.value.choices.get(STRIP) === 'folded',
      level: this.#level,
      wave: this.#wave,
    };
  }

  readonly #level = (track: number): number => this.#player?.level(track) ?? 0;

  readonly #wave: Listening['wave'] = (track, from, to, buckets) => {
    const [session, source, setting] = [this.#session, this.#source, this.#setting];
    if (session === undefined || source === undefined || setting === undefined) return Promise.resolve(undefined);
    return session.queries.waveform({ source, setting, track, from, to, buckets });
  };

  /** Moves the one cursor, and the sound when it plays. */
  seek(time: Nanoseconds): void {
    if (this.#player === undefined) this.cursor.value = time;
    else this.#player.seek(time);
  }

  toggle(): void {
    this.#isWanted = true;
    if (this.#plan === undefined) {
      this.#pressed = this.#pressed === undefined ? performance.now() : undefined;
      this.#host.requestUpdate();
    } else this.#player?.toggle();
    if (this.#devices.length === 0) void this.#findDevices();
  }

  /** Carries out what the strip asks for: `@sg-listen=${listening.act}`. */
  readonly act = (event: CustomEvent<ListenAction>): void => {
    event.stopPropagation();
    const player = this.#player;
    const action = event.detail;
    if (player === undefined) return;
    switch (action.do) {
      case 'toggle':
        return this.toggle();
      case 'seek':
        return player.seek(action.time);
      case 'loop':
        return player.loop(action.range);
      case 'speed':
        player.speed = action.speed;
        return;
      case 'volume':
        player.volume = action.volume;
        return;
      case 'mix':
        return player.mix(action.track, action.change);
      case 'split':
        return player.split(action.apart);
      case 'fold':
        changeSettings({ choices: new Map(settings.value.choices).set(STRIP, action.folded ? 'folded' : 'open') });
        return this.#host.requestUpdate();
      case 'device':
        void this.#useDevice(action.id);
        return;
      case 'save':
        void this.#save(action);
        return;
      case 'payload':
        void this.#savePayload(action.stream);
    }
  };

  #follow(session: Session, setting: BufferSetting): void {
    // play may have been the first thing anybody did here
    const [isWanted, pressed] = this.#session === undefined ? [this.#isWanted, this.#pressed] : [false, undefined];
    this.#forget();
    this.#isWanted = isWanted;
    this.#pressed = pressed;
    this.#session = session;
    this.#generation = session.generation;
    this.#player = new Player(() => session.queries, this.cursor, setting);
    this.#player.state.subscribe(() => this.#host.requestUpdate());
    // who goes to another page hears no more
    this.#endRoute = session.route.subscribe((route) => {
      if (route.view !== this.#view) this.#player?.pause();
    });
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#endRoute?.();
    this.#player?.dispose();
    this.#player = this.#session = this.#source = this.#plan = this.#setting = undefined;
    this.#asked = '';
    this.#isWanted = false;
    this.#pressed = undefined;
  }

  readonly #load = latest(
    (session: Session, source: SoundSource, setting: BufferSetting) => session.queries.sound(source, setting),
    (plan, _session, source) => {
      if (source !== this.#source && JSON.stringify(source) !== JSON.stringify(this.#source)) return;
      this.#plan = plan;
      this.#player?.use(source, plan);
      if (this.#pressed !== undefined) this.#player?.play(this.#pressed);
      this.#pressed = undefined;
      this.#host.requestUpdate();
    },
  );

  async #findDevices(): Promise<void> {
    if (!('setSinkId' in AudioContext.prototype) || !('mediaDevices' in navigator)) return;
    const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    // without a permission browsers tell of one nameless device: there is nothing to choose then
    this.#devices = found
      .filter((device) => device.kind === 'audiooutput' && device.deviceId !== '')
      .map((device) => ({ id: device.deviceId === 'default' ? '' : device.deviceId, label: device.label }));
    this.#host.requestUpdate();
  }

  async #useDevice(id: string): Promise<void> {
    try {
      await this.#player?.useDevice(id);
      this.#device = id;
    } catch {
      say(this.#host, soundWords().failed, 'error');
    }
    this.#host.requestUpdate();
  }

  async #save({ channels, from, to, name }: Extract<ListenAction, { do: 'save' }>): Promise<void> {
    const [session, source, setting] = [this.#session, this.#source, this.#setting];
    if (session === undefined || source === undefined || setting === undefined) return;
    await this.#saved(name, () => session.exports.exportSound({ source, setting, channels, from, to }));
  }

  async #savePayload(stream: number): Promise<void> {
    const session = this.#session;
    if (session !== undefined) await this.#saved(`stream-${stream}.payload`, () => session.exports.exportPayload(stream));
  }

  async #saved(name: string, build: () => Promise<Blob>): Promise<void> {
    const blob = await build().catch(() => undefined);
    if (blob === undefined || blob.size === 0) return say(this.#host, soundWords().saveFailed, 'error');
    saveFile(blob, name);
    say(this.#host, soundWords().saved(name, formatOctets(blob.size)), 'ok');
  }
}
