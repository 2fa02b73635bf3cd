import * as clickstitch from '../index.ts';
import { createReact, type ReactBindings } from './create-react.ts';

const bindings = createReact(clickstitch);

/** Starts the tag, once. Around the whole app, in its outermost layout. */
export const ClickstitchProvider: ReactBindings['ClickstitchProvider'] = bindings.ClickstitchProvider;

/** The tag's verbs: the same object each time. */
export const useClickstitch: ReactBindings['useClickstitch'] = bindings.useClickstitch;

/** Records an event when the component is first shown, and once for as long as it is. */
export const useTrack: ReactBindings['useTrack'] = bindings.useTrack;

/** Says who is signed in. `null` says that nobody is, `undefined` that it is not known yet. */
export const useIdentify: ReactBindings['useIdentify'] = bindings.useIdentify;

export type { ClickstitchProviderProps, ReactBindings } from './create-react.ts';
