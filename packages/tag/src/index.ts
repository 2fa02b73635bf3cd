import { type Api, createApi, type User } from './api.ts';
import { neverThrows } from './never-throws.ts';
import type { PageWindow } from './page-window.ts';
import { createTag } from './tag.ts';

export type { Api, InitOptions, TrackProps, User } from './api.ts';

let api: Api | undefined;
// On import, before the app's router runs: the landing is read now or never. On a server there is no page.
neverThrows(() => {
  const page: PageWindow = window;
  api = createApi(page, createTag(page, [Date.now(), page.location.href], ''));
})();

/** Starts the tag; the first call wins. Calls that were made before it are carried out then. */
export const init: Api['init'] = (options) => api?.init(options);

/** Records a page view of the current URL. */
export const page: Api['page'] = (props) => api?.page(props);

/** Records anything else. With an `order_id` it counts once, however often the page is loaded. */
export const track: Api['track'] = (name, props) => api?.track(name, props);

/** Says who is behind the browser: `identify('user_1', { email })` or `identify({ user_id, email, phone, traits })`. */
export const identify: Api['identify'] = (who: User | User['user_id'], more?: User) =>
  api?.identify(who as string, more);
