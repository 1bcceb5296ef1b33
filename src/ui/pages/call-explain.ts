/** Sentences about headers and diagnostic codes, where the catalogue has one. */
export { headerSentence, problemSentence } from '../words/explain-words.ts';
