import type { Link } from '../browser/watch-links.ts';

/** What Google Analytics takes for a file, without a setting: https://support.google.com/analytics/answer/9216061 */
const known =
  /\.(pdf|xlsx?|docx?|txt|rtf|csv|exe|key|pp(s|t|tx)|7z|pkg|rar|gz|zip|avi|mov|mp4|mpe?g|wmv|midi?|mp3|wav|wma)$/i;

/** The file that a link to an address leads to; nothing where it leads to no file, as far as one can tell. */
export function fileOf(link: Link, url: string): Record<string, unknown> | undefined {
  if (!link.hasAttribute('download') && !known.test(url)) return undefined;
  const name = url.replace(/.*\//, '');
  const [, extension] = /\.(\w+)$/.exec(link.download) ?? /\.(\w+)$/.exec(name) ?? [];
  return { url, file_name: link.download || name, extension: extension?.toLowerCase() };
}
