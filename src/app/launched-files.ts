/**
 * Captures opened with the installed Sipglass from the system (file_handlers in the manifest): Chromium hands them over in
 * the launch queue. Elsewhere there is none, and nothing happens.
 */
interface LaunchParameters {
  readonly files?: readonly FileSystemFileHandle[];
}

interface LaunchQueue {
  setConsumer(consumer: (parameters: LaunchParameters) => void): void;
}

/** `open` gets the files of each launch; a file that cannot be read any more is left out. */
export function onLaunchedFiles(open: (files: File[]) => void): void {
  const queue = (globalThis as { launchQueue?: LaunchQueue }).launchQueue;
  queue?.setConsumer((parameters) => {
    void Promise.allSettled((parameters.files ?? []).map((handle) => handle.getFile())).then((outcomes) => {
      const files = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      if (files.length > 0) open(files);
    });
  });
}
