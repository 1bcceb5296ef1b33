/**
 * The pages by view. The start and the calls come with the first paint; every other page is a chunk that loads when it is
 * first visited. A page element keeps its place (scroll, cursor) while others are shown.
 */
import type { Route, View } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';

/** What the shell expects of a page element. */
export interface PageElement extends HTMLElement {
  session: Session | undefined;
  route: Route;
  /** the page has come into view: the place to take the keyboard focus */
  arrive?(): void;
  /** the filter key `/` was pressed */
  focusFilter?(): void;
}

const chunks = import.meta.glob(['./sg-page-*.ts', '!./sg-page-calls.ts', '!./sg-page-start.ts']);
const elements = new Map<View, PageElement>();

function tagOf(view: View): string {
  return `sg-page-${view}`;
}

/** The element of a view, loading it when needed; rejects when its chunk cannot be had (no network, never cached). */
export async function pageOf(view: View): Promise<PageElement> {
  const held = elements.get(view);
  if (held !== undefined) return held;
  const tag = tagOf(view);
  if (customElements.get(tag) === undefined) await (chunks[`./${tag}.ts`] ?? (() => Promise.reject(new Error(tag))))();
  const element = document.createElement(tag) as PageElement;
  elements.set(view, element);
  return element;
}

/** After the captures were closed: what pages remember is worth nothing now. */
export function forgetPages(): void {
  elements.clear();
}
