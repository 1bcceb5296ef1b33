/** The page's door: puts the application in the page. Its text for a page without script stands in index.html. */
import { registerOffline } from '../../app/register-offline.ts';

registerOffline((apply) => {
  dispatchEvent(new CustomEvent('sipglass-update', { detail: { apply } }));
});
