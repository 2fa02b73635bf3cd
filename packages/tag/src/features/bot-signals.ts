import type { Feature } from './feature.ts';

/**
 * What suggests that a program looks at the page and no human, as far as only the page can know. Told, and no more: who drops
 * what looks odd loses people in web views, and those who test their own site.
 */
export const botSignals: Feature = ({ _page, _steps }) => {
  if (_page.navigator.webdriver) _steps.push((event) => ({ ...event, bot_signals: ['webdriver'] }));
};
