/**
 * Sets that attribute of elements to what follows from the site's own value: `null` is none. It tells its own value from the
 * site's, so it can be called again whenever something has changed, and takes back what it has set.
 */
export function createOwnAttribute(
  name: string,
): (element: Element, follow: (own: string | null) => string | null) => void {
  const known = new WeakMap<Element, [ours: string | null, own: string | null]>();
  return (element, follow) => {
    const given = element.getAttribute(name);
    const before = known.get(element);
    const own = before && before[0] === given ? before[1] : given;
    const ours = follow(own);
    known.set(element, [ours, own]);
    if (ours === given) return;
    if (ours === null) element.removeAttribute(name);
    else element.setAttribute(name, ours);
  };
}
