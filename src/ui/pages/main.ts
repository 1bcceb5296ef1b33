/**
 * The page's door: theme, session, the file input, the shell, and what a script may call. The file input stands in the
 * document itself, first of all inputs, so that browser automation finds it.
 */
import { onLaunchedFiles } from '../../app/launched-files.ts';
import { registerOffline } from '../../app/register-offline.ts';
import { watchRequests } from '../../app/requests.ts';
import { offerToScripts } from '../../app/script-api.ts';
import { Session } from '../../app/session.ts';
import { installTheme } from '../parts/theme.ts';
import { words } from '../words/words.ts';
import { SgApp } from './sg-app.ts';

installTheme();
watchRequests();

const session = new Session(location.hash);
addEventListener('hashchange', () => session.followHash(location.hash));
addEventListener('popstate', () => session.followHash(location.hash));

const input = document.createElement('input');
input.type = 'file';
input.multiple = true;
input.hidden = true;
document.body.prepend(input);

const app = document.querySelector('sg-app');
if (app instanceof SgApp) {
  app.session = session;
  app.input = input;
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    app.chosen(files);
    // the same file chosen twice must be a change twice
    input.value = '';
  });
  registerOffline((apply) => app.toast({ text: words().shell.update, action: { label: words().shell.updateNow, run: apply } }));
}
offerToScripts(session);
onLaunchedFiles((files) => void session.open(files));
