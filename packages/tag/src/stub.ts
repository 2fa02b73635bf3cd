/**
 * What a page has in its head, so that it can call the tag before the script has loaded. Each call waits in
 * `clickstitch.q` with the time and the URL at which it was made; `clickstitch.l` keeps when and where the page began. The
 * same text is in `snippet.html` and in the README, which a test compares.
 */
export const stub =
  '((w)=>{if(w.clickstitch)return;const c={q:[],l:[Date.now(),location.href]};' +
  'for(const m of["init","page","track","identify","reset","consent","debug"])c[m]=(...a)=>{c.q.push([Date.now(),location.href,m,a])};' +
  'w.clickstitch=c;w.track=w.track||c.track})(window)';
