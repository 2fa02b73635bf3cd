import type { ImportListener } from '../operator.ts';
import type { Listener } from '../replayer.ts';

/** Where progress is shown: a terminal, or a stream that keeps every line. */
export interface Screen {
  isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export interface Progress extends Listener, ImportListener {
  begin(part: keyof typeof WORDS, rows: number): void;
  /** Nothing more is shown. */
  end(): void;
}

const DRAW_EVERY = 100;
const WRITE_EVERY = 5_000;
/** To ask for the time at each row would take longer than to read the row. */
const ROWS_BETWEEN = 64;
const WIDTH = 24;
const WORDS = {
  reading: 'Reading the file',
  checking: 'Checking what is there',
  deriving: 'Deriving',
  comparing: 'Comparing the facts',
  importing: 'Importing',
} as const;

/** Shows how far a replay is: a bar on a terminal, elsewhere a line every few seconds. */
export function createProgress(screen: Screen, now: () => number): Progress {
  const every = screen.isTTY ? DRAW_EVERY : WRITE_EVERY;
  let part: keyof typeof WORDS | undefined;
  let [total, rows, since, shownAt] = [0, 0, 0, 0];

  function show(): void {
    if (!part) return;
    shownAt = now();
    const text = describe({ what: WORDS[part], total, rows, ms: shownAt - since, isBar: screen.isTTY === true });
    screen.write(screen.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  }

  function end(): void {
    if (part && screen.isTTY) {
      show();
      screen.write('\n');
    }
    part = undefined;
  }

  return {
    begin(next, ofRows) {
      end();
      [part, total, rows] = [next, ofRows, 0];
      since = now();
      shownAt = since;
    },
    row() {
      rows += 1;
      if (rows % ROWS_BETWEEN === 0 && now() - shownAt >= every) show();
    },
    goOn(commands) {
      end();
      screen.write(`Going on after ${commands} commands.\n`);
    },
    end,
  };
}

interface State {
  what: string;
  total: number;
  rows: number;
  ms: number;
  isBar: boolean;
}

function describe({ what, total, rows, ms, isBar }: State): string {
  const share = total === 0 ? 1 : Math.min(rows / total, 1);
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const perSecond = ms > 0 ? Math.round((rows * 1_000) / ms) : 0;
  const left = share > 0 && share < 1 ? `, ${duration((ms / share) * (1 - share))} left` : '';
  const filled = Math.round(share * WIDTH);
  const bar = isBar ? ` [${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}]` : ':';
  return `${what}${bar} ${percent}, ${perSecond}/s${left}`;
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
