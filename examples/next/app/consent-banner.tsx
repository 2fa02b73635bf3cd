'use client';

import { useClickstitch } from '@clickstitch/tag/react';
import { useEffect, useState } from 'react';

type Choice = 'granted' | 'denied';

/** Where the visitor's choice is kept: the tag is told of it on every page that is loaded. */
const KEPT = 'consent';

export function ConsentBanner() {
  const clickstitch = useClickstitch();
  const [choice, setChoice] = useState<Choice | 'unknown' | 'open'>('unknown');

  useEffect(() => {
    const kept = localStorage.getItem(KEPT);
    if (kept === 'granted' || kept === 'denied') clickstitch.consent(kept);
    setChoice(kept === 'granted' || kept === 'denied' ? kept : 'open');
  }, [clickstitch]);

  function choose(chosen: Choice) {
    localStorage.setItem(KEPT, chosen);
    clickstitch.consent(chosen);
    setChoice(chosen);
  }

  if (choice !== 'open') return null;
  return (
    <aside>
      May we count your visit?
      <button type="button" onClick={() => choose('granted')}>
        Yes
      </button>
      <button type="button" onClick={() => choose('denied')}>
        No
      </button>
    </aside>
  );
}
