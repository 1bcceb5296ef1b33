/** The one thing of vite that pages use: every page as a chunk of its own, found by name. */
interface ImportMeta {
  glob(pattern: string): Readonly<Record<string, () => Promise<unknown>>>;
}
