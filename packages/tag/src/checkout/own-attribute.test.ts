import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createOwnAttribute } from './own-attribute.ts';

/** An element as far as its attributes go; counts what is done to them. */
function createElement(value: string | null) {
  const attributes = new Map(value === null ? [] : [['a', value]]);
  let changes = 0;
  const element = {
    getAttribute: (name: string) => attributes.get(name) ?? null,
    setAttribute(name: string, value: string) {
      changes += 1;
      attributes.set(name, value);
    },
    removeAttribute(name: string) {
      changes += 1;
      attributes.delete(name);
    },
  };
  return { element: element as unknown as Element, changes: () => changes };
}

it("follows from the site's own value, however often, and takes back what it has set", () => {
  for (const own of [null, '', 'own']) {
    const { element, changes } = createElement(own);
    const set = createOwnAttribute('a');
    const plus = (more: string) => (value: string | null) => `${value}${more}`;
    set(element, plus('+1'));
    set(element, plus('+1'));
    assert.deepEqual([element.getAttribute('a'), changes()], [`${own}+1`, 1]);
    set(element, plus('+2'));
    assert.equal(element.getAttribute('a'), `${own}+2`);
    set(element, (value) => value);
    assert.equal(element.getAttribute('a'), own);
  }
});

it('takes what the site sets meanwhile for its own', () => {
  const { element } = createElement('own');
  const set = createOwnAttribute('a');
  set(element, (own) => `${own}+1`);
  element.setAttribute('a', 'newer');
  set(element, (own) => `${own}+1`);
  assert.equal(element.getAttribute('a'), 'newer+1');
  set(element, () => null);
  assert.equal(element.getAttribute('a'), null);
  set(element, (own) => own);
  assert.equal(element.getAttribute('a'), 'newer');
});
