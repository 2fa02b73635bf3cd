/**
 * What runs on each page of the shop before the tag: `call` reports something, and tells the site of it synchronously, so
 * that it is known however the page ends. As text, for it is the page's.
 */
export const PAGE_SCRIPT = `(() => {
  const write = (entry) => {
    const text = JSON.stringify(entry);
    try {
      const request = new XMLHttpRequest();
      request.open('POST', '/journal', false);
      request.send(text);
    } catch {
      // A page that is being left may not wait.
      navigator.sendBeacon('/journal', text);
    }
  };
  // What is kept is JSON in JSON.
  const nonceOf = (text) => /"nonce\\W+([\\w.-]+)/.exec(text)?.[1];
  window.keptNonces = () =>
    Object.keys(localStorage).filter((key) => key.startsWith('_cst:')).map((key) => nonceOf(localStorage[key]));
  let hasTag = false;
  const before = [];
  window.call = (name, nonce) => {
    const at = Date.now();
    const order = name === 'purchase' ? { order_id: nonce, value: 49.9, currency: 'EUR' } : {};
    clickstitch.track(name, { ...order, nonce });
    if (!hasTag) before.push(nonce);
    write({ did: 'call', name, nonce, at, has_tag: hasTag, is_kept: keptNonces().includes(nonce) });
  };
  const view = (isRestored) => write({ did: 'view', url: location.href, is_restored: isRestored });
  window.tagHasCome = () => {
    hasTag = true;
    for (const nonce of before.splice(0)) write({ did: 'begin', nonce, is_kept: keptNonces().includes(nonce) });
    view(false);
  };
  addEventListener('pageshow', ({ persisted }) => persisted && hasTag && view(true));
  addEventListener('click', ({ target }) => target.dataset.event && call(target.dataset.event, target.dataset.nonce), true);
  addEventListener('pagehide', () => {
    if (window.last) call(...window.last);
    window.last = undefined;
  });
  const { removeItem } = Storage.prototype;
  Storage.prototype.removeItem = function (key) {
    const nonce = nonceOf(this.getItem(key));
    removeItem.call(this, key);
    if (nonce) write({ did: 'remove', nonce });
  };
})()`;
