import { type ReactNode, useEffect, useRef } from 'react';
import type { Api, InitOptions, User } from '../api.ts';
import type { EventProps } from '../events/standard-events.ts';

/** The options of `init`; React keeps a property named `key` to itself. */
export interface ClickstitchProviderProps extends Omit<InitOptions, 'key'> {
  /** A publishable key. */
  publishableKey: string;
  children?: ReactNode;
}

/** What an app has of a tag in React. */
export interface ReactBindings {
  /** Starts the tag, once. Around the whole app, in its outermost layout. */
  ClickstitchProvider(props: ClickstitchProviderProps): ReactNode;
  /** The tag's verbs: the same object each time. */
  useClickstitch(): Api;
  /** Records an event when the component is first shown, and once for as long as it is. */
  useTrack<Name extends string>(name: Name, ...props: EventProps<Name>): void;
  /** Says who is signed in. `null` says that nobody is, `undefined` that it is not known yet. */
  useIdentify(user: User | null | undefined): void;
}

/** React's provider and hooks of a tag that was made by `createClickstitch`. On a server they do nothing. */
export function createReact(clickstitch: Api): ReactBindings {
  return {
    ClickstitchProvider({ publishableKey, children, ...options }) {
      // Calls that components below have made before wait for it, and of several the first wins.
      useEffect(() => clickstitch.init({ ...options, key: publishableKey }));
      return children;
    },
    useClickstitch: () => clickstitch,
    useTrack(name, ...props) {
      const isRecorded = useRef(false);
      useEffect(() => {
        // React runs an effect twice in its strict mode.
        if (isRecorded.current) return;
        isRecorded.current = true;
        clickstitch.track(name, ...props);
      });
    },
    useIdentify(user) {
      const told = useRef('null');
      useEffect(() => {
        const known = JSON.stringify(user);
        if (user === undefined || known === told.current) return;
        told.current = known;
        if (user) clickstitch.identify(user);
        else clickstitch.reset();
      });
    },
  };
}
