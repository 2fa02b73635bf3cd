import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createLinkParameter, readLinkParameter } from './link-parameter.ts';

const now = 1_795_226_400_000;
const browser = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', language: 'de-AT' };
const json = '{"visitor_id":"01931c4e-7b1a-7abc-8def-0123456789ab"}';
const value = createLinkParameter(json, now, browser);

/** Why it is not taken. */
function refusal(given: string, at = now, of = browser): unknown {
  try {
    return assert.fail(`taken: ${readLinkParameter(given, at, of)}`);
  } catch (reason) {
    return reason;
  }
}

describe('the parameter', () => {
  it('comes back as what was put in, whatever that is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(2 ** 41), (given, at) => {
        const text = JSON.stringify(given);
        fc.pre(text.length < 300);
        const made = createLinkParameter(text, at, browser);
        assert.match(made, /^1\.\w+\.\w+\.[\w-]+$/);
        assert.equal(encodeURIComponent(made), made);
        assert.deepEqual(JSON.parse(readLinkParameter(made, at, browser)), JSON.parse(text));
      }),
      { numRuns: 500 },
    );
    const odd = JSON.stringify({ a: '💶 ü \u2028 \u007f "\\/' });
    assert.deepEqual(
      JSON.parse(readLinkParameter(createLinkParameter(odd, now, browser), now, browser)),
      JSON.parse(odd),
    );
  });

  it('is taken for two minutes, and a little before and after', () => {
    for (const seconds of [-9, 0, 1, 60, 120, 129])
      assert.equal(readLinkParameter(value, now + seconds * 1000, browser), json);
    for (const seconds of [-3600, -11, 131, 600, 86_400, 4e9])
      assert.equal(refusal(value, now + seconds * 1000), 'expired');
    assert.equal(refusal(value, Number.NaN), 'expired');
  });

  it('is taken in the browser that made it', () => {
    const reason = /another browser/;
    assert.match(`${refusal(value, now, { ...browser, userAgent: 'other' })}`, reason);
    assert.match(`${refusal(value, now, { ...browser, language: 'de' })}`, reason);
  });

  it('is not taken when anything in it is changed', () => {
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.constantFrom(...'abcXYZ019-_.'), (index, char) => {
        fc.pre(value[index] !== char);
        const reason = refusal(value.slice(0, index) + char + value.slice(index + 1));
        assert.match(`${reason}`, /^(malformed|expired|made in another browser, or changed)$/);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused in words when it is anything else', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[12]?\.?[\da-z]*\.[\da-z]*\.[\w-]*$/),
      fc.constant(`${value}=`),
    );
    fc.assert(
      fc.property(texts, (text) => typeof refusal(text) === 'string'),
      { numRuns: 500 },
    );
    assert.equal(refusal(`1.a.b.${'x'.repeat(5000)}`), 'malformed');
  });
});
