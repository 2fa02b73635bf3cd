/**
 * Every text that a regular expression of plain alternatives fits: of `_ga(?:_\w+)?|a[bc]\.com` the texts `_ga`, `_ga_<ID>`,
 * `ab.com`, `ac.com`. `\w+` stands for an id; assertions (`^`, `$`, `\b`) add nothing.
 */
export function wordsOfPattern(source: string): string[] {
  const atoms = source.replace(/\\w\+/g, '<ID>').replace(/\\b|[$^]/g, '');
  let at = 0;

  function alternatives(): string[] {
    const words: string[] = [];
    let sequence = [''];
    for (; at < atoms.length && atoms[at] !== ')'; ) {
      if (atoms[at] === '|') {
        at++;
        words.push(...sequence);
        sequence = [''];
      } else {
        const next = optionally(atom());
        sequence = sequence.flatMap((start) => next.map((end) => start + end));
      }
    }
    return [...words, ...sequence];
  }

  function atom(): string[] {
    const character = atoms[at++] ?? '';
    if (character === '\\') return [atoms[at++] ?? ''];
    if (character === '[') {
      const end = atoms.indexOf(']', at);
      const members = [...atoms.slice(at, end)];
      at = end + 1;
      return members;
    }
    if (character !== '(') return [character];
    if (atoms.startsWith('?:', at)) at += 2;
    const inside = alternatives();
    at++;
    return inside;
  }

  function optionally(words: string[]): string[] {
    if (atoms[at] !== '?') return words;
    at++;
    return ['', ...words];
  }

  return alternatives();
}
