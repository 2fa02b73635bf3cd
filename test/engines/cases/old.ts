import assert from 'node:assert/strict';
import type { Group } from '../stage.ts';

/** What has come into the language and its library after ES2021, as far as these browsers have it. */
const later = `<script>
  for (const [owner, names] of [
    [Object, ['hasOwn', 'groupBy']],
    [Promise, ['withResolvers', 'try']],
    [Map, ['groupBy']],
    [Error, ['captureStackTrace', 'isError']],
    [String.prototype, ['at', 'isWellFormed', 'toWellFormed']],
    [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with']],
    [Array, ['fromAsync']],
    [Set.prototype, ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isDisjointFrom']],
    [Uint8Array.prototype, ['at', 'toHex', 'toBase64']],
    [AbortSignal, ['timeout', 'any']],
    [Crypto.prototype, ['randomUUID']],
    [window, ['structuredClone', 'Iterator', 'navigation']],
  ]) for (const name of names) delete owner[name];
</script>`;

export const old: Group = {
  title: 'a browser of 2020',
  cases: [
    {
      name: 'runs the tag with all its parts, without what is younger than ES2021',
      async run({ person, recorder, put, script, site, otherSite, until }) {
        const all = `data-linker="${site}, ${otherSite}" data-checkout data-forward="gtag" data-data-layer data-capture="outbound"`;
        const body = `<a id="pay" href="https://buy.stripe.com/test_abc">pay</a>
          <a id="other" href="http://${otherSite}/">other</a>
          <script>addEventListener('click', (event) => event.preventDefault())</script>`;
        const layer = `<script>window.dataLayer = []; window.gtag = function () { dataLayer.push(arguments) }</script>`;
        put('/', body, later + layer + script(all));
        await person.goto(`http://${site}/?cs_click=AbC123&via=anna`);
        await recorder.waitForEvents(1);
        await person.evaluate(`track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`);
        await recorder.waitForEvents(2);
        for (const [link, parameter] of [
          ['#other', 'cs_link='],
          ['#pay', 'client_reference_id='],
        ]) {
          // The part that puts it in comes by the side.
          await until(
            `document.querySelector('${link}').click() || document.querySelector('${link}').href.includes('${parameter}')`,
          );
        }
        assert.equal(await person.evaluate(`typeof [].at + typeof Object.hasOwn`), 'undefinedundefined');
      },
    },
  ],
};
