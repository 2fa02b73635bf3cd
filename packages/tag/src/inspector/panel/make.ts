import { neverThrows } from '../../browser/never-throws.ts';

/** An element with attributes and children. Never by markup, which Trusted Types would refuse. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/** Changes a text where it is another one, so that what is the same is neither painted nor read out again. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Acts on an event; what breaks in it is not told to the page, which listens for errors. */
export function listen<Type extends keyof HTMLElementEventMap>(
  element: HTMLElement,
  type: Type,
  act: (event: HTMLElementEventMap[Type]) => void,
): void {
  element.addEventListener(type, neverThrows(act));
}
