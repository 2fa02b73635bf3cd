import { isAbsolute } from 'node:path';

interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface TestTally {
  counts: TestCounts;
  /** Why the run is no success although no test may have failed; one line each. */
  complaints(): string[];
}

/** One result as the runner reports it; of its fields those that are needed here. */
export interface TestResult {
  name: string;
  file?: string;
  skip?: string | boolean;
  todo?: string | boolean;
  details: { type?: string };
}

/** The part of the runner's stream that is needed here. */
export interface TestEvents {
  on(event: 'test:pass' | 'test:fail', listener: (result: TestResult) => void): unknown;
}

/**
 * Counts the tests of a run as they end. Suites are not counted, but a skipped suite counts as one skipped test:
 * what is inside it is never reported. A test marked `todo` proves nothing, so it counts as skipped.
 * @param allowedSkips names of tests that may be skipped
 */
export function tallyTests(events: TestEvents, allowedSkips: ReadonlySet<string>): TestTally {
  const counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  const skippedNames: string[] = [];
  const emptyFiles: string[] = [];

  const count = (result: TestResult, outcome: 'passed' | 'failed'): void => {
    if (isSet(result.skip) || isSet(result.todo)) {
      counts.skipped += 1;
      skippedNames.push(result.name);
    } else if (result.details.type === 'suite') {
      return;
    } else if (outcome === 'passed' && isFileItself(result)) {
      emptyFiles.push(result.name);
    } else {
      counts[outcome] += 1;
    }
  };
  events.on('test:pass', (result) => count(result, 'passed'));
  events.on('test:fail', (result) => count(result, 'failed'));

  const complaints = (): string[] => {
    const found = [
      ...emptyFiles.map((file) => `${file} contains no test.`),
      ...skippedNames
        .filter((name) => !allowedSkips.has(name))
        .map((name) => `"${name}" was skipped and is not named with a reason in test/skipped.json.`),
    ];
    return counts.passed + counts.failed === 0 ? [...found, 'No test ran.'] : found;
  };
  return { counts, complaints };
}

/** The runner reports a file without tests as one passed test that bears the file's path. */
function isFileItself({ name, file }: TestResult): boolean {
  return isAbsolute(name) && name === file;
}

function isSet(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}
