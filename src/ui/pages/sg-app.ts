/**
 * The shell: bar, views, the page shown, and everything that can happen anywhere (drops, keys, crashes, toasts). Pages get
 * `.session` and `.route`, and speak through session.navigate or the events sg-navigate, sg-toast, sg-command.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatRoute, type Route, type View } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import { changeSettings, settings, type Settings } from '../../app/settings.ts';
import type { Overview } from '../../contract/overview.ts';
import { formatNumber, formatOctets, setClock } from '../parts/format.ts';
import { ObserveController } from '../parts/observe.ts';
import { nameBeside, saveFile } from '../parts/save-file.ts';
import '../parts/sg-dialog.ts';
import '../parts/sg-file-drop.ts';
import type { FilesDetail } from '../parts/sg-file-drop.ts';
import '../parts/sg-toast.ts';
import type { SgToast, ToastDetail } from '../parts/sg-toast.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { setTheme } from '../parts/theme.ts';
import type { DecodeOffer } from '../views/sg-decode-form.ts';
import type { LinkOffer } from '../views/sg-link-form.ts';
import { failureName, failureSentences } from '../views/sg-failure.ts';
import type { OpenFailure } from '../../contract/overview.ts';
import { lockedText } from '../views/locked-text.ts';
import '../views/sg-keys.ts';
import '../views/sg-nav.ts';
import '../views/sg-reading.ts';
import '../views/sg-top-bar.ts';
import { WordsController, preferredLanguage, setLanguage } from '../words/language.ts';
import { words } from '../words/words.ts';
import { appStyles } from './app-styles.ts';
import { forgetPages, pageOf, type PageElement } from './page-loader.ts';
import type { SgDecode } from './sg-decode.ts';
import type { SgSecrets } from './sg-secrets.ts';
import { shellKey } from './shell-keys.ts';
import './sg-page-calls.ts';
import './sg-page-start.ts';
import './sg-palette.ts';

const navViews = ['calls', 'findings', 'registrations', 'dialogs', 'streams', 'statistics', 'packets', 'diagnostics'] as const satisfies readonly View[];
/** the list that a page of one thing belongs to */
const parents: Partial<Record<View, View>> = { call: 'calls', stream: 'streams' };

@customElement('sg-app')
export class SgApp extends LitElement {
  static override styles = [base, controls, appStyles];

  @property({ attribute: false }) session: Session | undefined;
  /** the page's file input, made by main.ts so that it stands in the document itself */
  @property({ attribute: false }) input: HTMLInputElement | undefined;
  @state() private _page: PageElement | undefined;
  @state() private _missing = false;
  @state() private _keys = false;
  @state() private _palette = false;
  /** the band and dialog of "decode as", once somebody needs them */
  @state() private _decode: SgDecode | undefined;
  /** the dialog of keys, once somebody asked for it */
  @state() private _secrets: SgSecrets | undefined;
  @query('sg-toast') private readonly _toast!: SgToast | null;
  @query('main') private readonly _main!: HTMLElement | null;
  #adding = false;
  #shown: View | undefined;
  #told: unknown;
  #generation = 0;
  /** where each list was left, so that going back to it finds it so */
  readonly #left = new Map<View, Route>();

  constructor() {
    super();
    new WordsController(this);
    new ObserveController(this, () => [
      this.session?.state,
      this.session?.overview,
      this.session?.route,
      this.session?.linkFit,
      this.session?.decode,
      this.session?.refused,
      settings,
    ]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#key);
    this.addEventListener('sg-navigate', (event) => this.session?.navigate((event as CustomEvent<Route>).detail));
    this.addEventListener('sg-toast', (event) => this.toast((event as CustomEvent<ToastDetail>).detail));
    this.addEventListener('sg-command', (event) => this.#command((event as CustomEvent<{ key: string }>).detail.key));
    this.addEventListener('sg-decode', (event) => void this.#decode((event as CustomEvent<DecodeOffer | LinkOffer>).detail));
    this.addEventListener('sg-choose-files', () => this.choose(false));
    this.addEventListener('sg-files', (event) => this.#dropped((event as CustomEvent<FilesDetail>).detail));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#key);
  }

  /** Shows a short message at the foot of the page. */
  toast(detail: ToastDetail): void {
    this._toast?.show(detail);
  }

  /** Opens the file chooser; `add` keeps what is open. */
  choose(add: boolean): void {
    this.#adding = add;
    this.input?.click();
  }

  /** The file input has files. */
  chosen(files: readonly File[]): void {
    const how = this.#adding ? 'add' : 'replace';
    this.#adding = false;
    if (files.length > 0) void this.session?.open(files, how);
  }

  protected override willUpdate(_: PropertyValues): void {
    this.#applySettings();
    this.#choosePage();
    this.#tellChanges();
    if ((this.session?.decode.value.length ?? 0) > 0 && this._decode === undefined) void this.#decode(undefined);
  }

  async #decode(offer: DecodeOffer | LinkOffer | undefined): Promise<void> {
    await import('./sg-decode.ts');
    this._decode ??= Object.assign(document.createElement('sg-decode') as SgDecode, { session: this.session });
    await this._decode.begin(offer);
  }

  async #openSecrets(): Promise<void> {
    await import('./sg-secrets.ts');
    this._secrets ??= Object.assign(document.createElement('sg-secrets') as SgSecrets, { session: this.session });
    this._secrets.open = true;
  }

  #applySettings(): void {
    const { theme, language, zone, clock } = settings.value;
    const epoch = this.session?.overview.value?.epoch ?? '0';
    const wanted = JSON.stringify([theme, language, zone, clock, epoch]);
    if (wanted === this.#applied) return;
    this.#applied = wanted;
    setTheme(theme);
    setLanguage(language === 'auto' ? preferredLanguage(navigator.languages) : language);
    setClock({ zone, mode: clock, epoch });
  }

  #applied = '';

  /** What is shown: the start while nothing is open, else the view of the route. */
  get #view(): View {
    const session = this.session;
    if (session === undefined || session.overview.value === undefined) return 'start';
    return session.route.value.view;
  }

  #choosePage(): void {
    const session = this.session;
    if (session === undefined) return;
    const route = session.route.value;
    if (session.generation !== this.#generation) this.#forget(session.generation);
    const view = this.#view;
    if (session.overview.value !== undefined && session.isSettled) this.#left.set(view, route);
    document.title = this.#title(view);
    if (this._page !== undefined && this.#shown === view) {
      this._page.route = route;
      return;
    }
    if (this.#shown === view) return;
    this.#shown = view;
    this._missing = false;
    // in a task of its own: the frame is drawn before the page that fills it
    pageOf(view).then(
      (page) => setTimeout(() => this.#show(view, page)),
      () => {
        this._missing = this.#shown === view;
      },
    );
  }

  /** Another capture: what pages remember of the last one is worth nothing now. */
  #forget(generation: number): void {
    this.#generation = generation;
    this.#shown = undefined;
    this.#left.clear();
    forgetPages();
  }

  #show(view: View, page: PageElement): void {
    if (this.#shown !== view || this.session === undefined) return;
    page.session = this.session;
    page.route = this.session.route.value;
    this._page = page;
    void this.updateComplete.then(() => page.arrive?.());
  }

  #title(view: View): string {
    const name = this.session?.overview.value?.captures[0]?.name;
    const w = words().shell;
    return [w.nav[parents[view] ?? view], name, w.product].filter((part) => part !== undefined).join(' · ');
  }

  /** Says once what a person should know of: an end of reading, a refused file, a failure while something is open. */
  #tellChanges(): void {
    const session = this.session;
    if (session === undefined) return;
    const now = session.state.value;
    if (now === this.#told) return;
    this.#told = now;
    const w = words().shell;
    const say = (detail: ToastDetail): void => void this.updateComplete.then(() => this.toast(detail));
    if (now.status === 'open' && now.cancelled) say({ text: w.readCancelled });
    if (now.status === 'failed' && session.isOpen) {
      say({ text: `${words().start.failureTitle(failureName(now.failure))}: ${failureSentences(now.failure).join(' ')}`, tone: 'error' });
      queueMicrotask(() => session.acknowledge());
    }
    const refused = session.refused.value.filter(({ reason }) => reason !== 'archive-others');
    if (now.status === 'open' && refused.length > 0) say(refusedToast(refused));
  }

  protected override render(): TemplateResult | typeof nothing {
    const session = this.session;
    if (session === undefined) return nothing;
    const overview = session.overview.value;
    const now = session.state.value;
    const { clock, zone, theme, language } = settings.value;
    const w = words().shell;
    const view = this.#view;
    return html`<header><button class="skip" @click=${() => this._main?.focus()}>${w.skip}</button>
      <sg-top-bar .captures=${overview?.captures ?? []} .chosen=${{ clock, zone, theme, language }} @sg-setting=${this.#set}></sg-top-bar>
      <div class="bands">
        ${now.status === 'opening' ? html`<sg-reading .progress=${now.progress} .startedAt=${now.startedAt} .stopping=${now.cancelling} @sg-stop=${() => void session.cancel()}></sg-reading>` : nothing}
        ${now.status === 'crashed' ? this.#crash(now.reason, now.detail) : nothing}
        ${this._decode ?? nothing}
        ${overview === undefined || overview.lockedSignalling === 0 || view !== 'calls' ? nothing : html`<div class="band" role="status"><span>${lockedText(overview)}</span><button class="link" @click=${() => this.#command('secrets')}>${w.secrets}</button></div>`}
        ${session.linkFit.value === 'other' ? html`<div class="band" data-tone="warning" role="alert"><span>${w.otherCapture}</span></div>` : nothing}
      </div></header>
      <div class="middle ${overview === undefined ? 'alone' : ''}">
        ${overview === undefined ? nothing : html`<sg-nav .entries=${this.#entries(overview)} .current=${parents[view] ?? view} @sg-view=${(event: CustomEvent<{ view: View }>) => this.#go(event.detail.view)}></sg-nav>`}
        <main tabindex="-1">${overview === undefined ? nothing : html`<h1 class="spoken">${document.title}</h1>`}${this._missing ? html`<p class="missing" role="alert">${w.pageMissing}</p>` : (this._page ?? nothing)}</main>
      </div>
      <sg-file-drop ?twofold=${session.isOpen}></sg-file-drop>
      <sg-toast></sg-toast>
      <sg-dialog .label=${w.keysTitle} .open=${this._keys} @sg-close=${() => {
        this._keys = false;
      }}>${this._keys ? html`<sg-keys></sg-keys>` : nothing}</sg-dialog>
      <sg-palette .session=${session} .open=${this._palette} @sg-close=${() => {
        this._palette = false;
      }}></sg-palette>
      ${this._secrets ?? nothing}
      <span class="spoken" role="status">${now.status === 'open' && overview !== undefined ? w.readEnded(formatNumber(overview.packets), formatNumber(overview.counts.calls)) : ''}</span>`;
  }

  #crash(reason: string, detail: string): TemplateResult {
    const w = words().shell;
    return html`<div class="band" data-tone="error" role="alert"><div><strong>${w.crashed}.</strong> ${w.crashReasons[reason]} ${w.crashHelp} <span class="mono">${detail}</span></div>
      <button class="button primary" @click=${() => void this.session?.reopen()}>${w.reopen}</button><button class="button" @click=${() => this.session?.acknowledge()}>${w.dismiss}</button></div>`;
  }

  #entries(overview: Overview): { view: View; href: string; count: number | undefined }[] {
    const { counts } = overview;
    const of: Readonly<Record<(typeof navViews)[number], number | undefined>> = {
      calls: counts.calls,
      findings: counts.findings,
      registrations: counts.registrations,
      dialogs: counts.dialogs,
      streams: counts.streams,
      statistics: undefined,
      packets: overview.packets,
      diagnostics: counts.diagnostics,
    };
    return navViews.map((view) => ({ view, href: formatRoute(this.#left.get(view) ?? { view }), count: of[view] }));
  }

  #go(view: View): void {
    const session = this.session;
    if (session === undefined) return;
    // the list that is on screen starts afresh; another one is found as it was left
    session.navigate(session.route.value.view === view ? { view } : (this.#left.get(view) ?? { view }));
  }

  readonly #set = (event: CustomEvent<{ name: 'clock' | 'zone' | 'theme' | 'language'; value: string }>): void => {
    changeSettings({ [event.detail.name]: event.detail.value } as Partial<Settings>);
  };

  #dropped({ files, how, folder }: FilesDetail): void {
    const session = this.session;
    if (session === undefined) return;
    if (files.length > 0) return void session.open(files, session.isOpen ? how : 'replace');
    session.refuse({ opens: false, reason: 'folder', message: '', at: -1, name: folder ?? '' });
  }

  #command(key: string): void {
    const session = this.session;
    if (session === undefined) return;
    if (key === 'open') this.choose(false);
    else if (key === 'add') this.choose(true);
    else if (key === 'close') session.close();
    else if (key === 'find') this._palette = session.isOpen;
    else if (key === 'keys') this._keys = true;
    else if (key === 'secrets') void this.#openSecrets();
    else if (key === 'start') session.navigate(session.isOpen ? { view: 'calls' } : { view: 'start' });
    else if (key === 'filter') this._page?.focusFilter?.();
    else if (key === 'analysis') this.#saveAnalysis(session);
    else if (key === 'back') this.#back(session);
    else if (/^[1-8]$/.test(key) && session.isOpen) this.#go(navViews[Number(key) - 1] ?? 'calls');
  }

  #back(session: Session): void {
    const list = parents[session.route.value.view];
    if (list !== undefined) session.navigate(this.#left.get(list) ?? { view: list });
  }

  #saveAnalysis(session: Session): void {
    const name = nameBeside(session.overview.value?.captures[0]?.name, 'analysis.json');
    session.exports.analysis().then(
      (blob) => {
        saveFile(blob, name);
        this.toast({ text: words().calls.exported(name, formatOctets(blob.size)), tone: 'ok' });
      },
      () => this.toast({ text: words().calls.exportFailed, tone: 'error' }),
    );
  }

  readonly #key = (event: KeyboardEvent): void => {
    const key = shellKey(event);
    if (key === undefined || this._palette || this._keys || this._decode?.offer !== undefined || this._secrets?.open === true) return;
    event.preventDefault();
    this.#command(key);
  };
}

/** Files beside captures that were not opened. What is no capture in an archive with captures is nothing to worry about. */
function refusedToast(refused: readonly OpenFailure[]): ToastDetail {
  const w = words().shell;
  const isUsual = refused.every(({ archive, reason }) => archive !== undefined && reason === 'not-a-capture');
  if (isUsual) return { text: `${w.refused(refused.length)}. ${w.refusedListed}` };
  const few = refused.slice(0, 5).map((failure) => `${failureName(failure)} (${words().start.failures[failure.reason] ?? ''})`);
  return { text: `${w.refused(refused.length)}: ${few.join(' ')} ${w.refusedListed}`, tone: 'error' };
}
