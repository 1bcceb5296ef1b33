/** Sentences about headers and diagnostic codes, where the catalogue has one. */

/** about a header by its canonical name in lower case */
export function headerSentence(_canonical: string): string | undefined {
  return undefined;
}

/** about a diagnostic code; the code itself when no sentence is there */
export function problemSentence(code: string): string {
  return code;
}
