/** A style sheet as text, for a shadow root; the build inlines it. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}
