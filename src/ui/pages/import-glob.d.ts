/** The one thing of vite that pages use: every page as a chunk of its own, found by name. */
interface ImportMeta {
  glob(patterns: readonly string[]): Readonly<Record<string, () => Promise<unknown>>>;
}
