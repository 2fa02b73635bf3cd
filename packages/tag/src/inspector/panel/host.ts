import type { PageWindow } from '../../browser/page-window.ts';
import { style } from './style.ts';

export interface Host {
  /** Puts it into the page; once more where the page has taken it away with all else. */
  show(): void;
  /** Whether something happens in it. */
  isPartOf(event: Event): boolean;
}

/** A name that no rule and no goal of a page is likely to mean. */
const hostName = 'clickstitch-inspector';

/** What would reach the page's own listeners: those for its shortcuts, or for a click beside its menu. */
const acts = [
  ...['click', 'auxclick', 'dblclick', 'contextmenu', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'touchstart'],
  ...['touchend', 'wheel', 'keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'focusin', 'focusout'],
  ...['copy', 'cut', 'paste', 'selectstart', 'dragstart'],
];

/** One element behind the body, and all else in its shadow: it is seen, and changes nothing of the page. */
export function createHost({ document }: Pick<PageWindow, 'document'>, content: Node): Host {
  const host = document.createElement(hostName);
  const root = host.attachShadow({ mode: 'open' });
  // Neither an element nor an attribute with a style, which a Content-Security-Policy may forbid.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  root.append(content);
  for (const act of acts) host.addEventListener(act, (event) => event.stopPropagation(), { passive: true });
  host.lang = 'en';
  // Above all else, whatever the page does to its root.
  host.setAttribute('popover', 'manual');

  return {
    show() {
      if (host.isConnected) return;
      document.documentElement.append(host);
      host.showPopover?.();
    },
    isPartOf: (event) => event.composedPath().includes(host),
  };
}
