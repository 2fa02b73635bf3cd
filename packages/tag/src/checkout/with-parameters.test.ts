import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { withParameters } from './with-parameters.ts';

const parameters = [['reference', 'clk_1']] as const;

it('puts parameters behind those that there are, and before the fragment', () => {
  for (const [href, expected] of [
    ['https://a.example/x', 'https://a.example/x?reference=clk_1'],
    ['https://a.example/x?', 'https://a.example/x?reference=clk_1'],
    ['https://a.example/x??', 'https://a.example/x??&reference=clk_1'],
    ['https://a.example/x?b=c', 'https://a.example/x?b=c&reference=clk_1'],
    ['https://a.example/x?b=c&', 'https://a.example/x?b=c&reference=clk_1'],
    ['https://a.example/x?b#c?d&e', 'https://a.example/x?b&reference=clk_1#c?d&e'],
    ['https://a.example/x#', 'https://a.example/x?reference=clk_1#'],
    ['/x?a?b', '/x?a?b&reference=clk_1'],
    [' https://a.example/x\n', 'https://a.example/x?reference=clk_1'],
  ] as const)
    assert.equal(withParameters(href, parameters), expected, href);
});

it('changes nothing where all of them are there, however they are written, empty or not', () => {
  for (const href of [
    'https://a.example/x?reference=own',
    'https://a.example/x?reference=',
    'https://a.example/x?reference',
    ' /x?a=b&%72eference=own#c ',
  ])
    assert.equal(withParameters(href, parameters), href);
  assert.equal(withParameters(' /x ', []), ' /x ');
});

it('is not taken in by what only looks like one of them', () => {
  for (const query of ['xreference=a', 'a=reference=b', 'Reference=a', 'reference[]=a'])
    assert.equal(withParameters(`/x?${query}`, parameters), `/x?${query}&reference=clk_1`);
  assert.equal(withParameters('/x#?reference=a', parameters), '/x?reference=clk_1#?reference=a');
});

it('adds those that are missing beside those that are there', () => {
  const two = [
    ['checkout[custom][a]', '1'],
    ['checkout[custom][b]', '2'],
  ] as const;
  assert.equal(
    withParameters('/x?checkout%5Bcustom%5D[a]=own', two),
    '/x?checkout%5Bcustom%5D[a]=own&checkout[custom][b]=2',
  );
});

it('takes out what was put there earlier, wherever it is by now, and nothing else', () => {
  const earlier = [['reference', 'clk_1']] as const;
  const newer = [['reference', 'clk_2']] as const;
  for (const [href, expected, without] of [
    ['/x?reference=clk_1', '/x?reference=clk_2', '/x'],
    ['/x?reference=clk_1#a', '/x?reference=clk_2#a', '/x#a'],
    ['/x?a=%20&reference=clk_1', '/x?a=%20&reference=clk_2', '/x?a=%20'],
    ['/x?reference=clk_1&b=1', '/x?b=1&reference=clk_2', '/x?b=1'],
    ['/x?reference=clk_10', '/x?reference=clk_10', '/x?reference=clk_10'],
    ['/x?reference=own', '/x?reference=own', '/x?reference=own'],
    ['/x', '/x?reference=clk_2', '/x'],
  ] as const) {
    assert.equal(withParameters(href, newer, earlier), expected, href);
    assert.equal(withParameters(href, [], earlier), without, href);
  }
});

it('keeps path, query and fragment of any URL, byte for byte', () => {
  const of = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 30 });
  const [inPath, part] = [of("aZ0-._~!$'()*,;:@/&=+%"), of("aZ0-._~!$'()*,;:@/&=+%?")];
  fc.assert(
    fc.property(inPath, part, part, (path, query, fragment) => {
      const told = withParameters(`https://a.example/${path}?${query}#${fragment}`, [['r-1', 'v']]);
      const joint = query === '' || query.endsWith('&') ? '' : '&';
      assert.equal(told, `https://a.example/${path}?${query}${joint}r-1=v#${fragment}`);
      assert.deepEqual(new URL(told).searchParams.getAll('r-1'), ['v']);
    }),
  );
});
