import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { METHODS } from './request.ts';
import { send } from './send.ts';

/** What a printed request was answered. */
export interface Answered {
  status: number;
  text: string;
}

const execute = promisify(execFile);

/** Curl is told by its own file of settings, so that nothing is added to the printed command. */
const CURL_SETTINGS = 'silent\nshow-error\nmax-time = 20\nnoproxy = "*"\nwrite-out = "\\n%{http_code}"\n';

/** Runs a request that a document prints: a curl command, by curl itself, or HTTP. Throws where it is neither. */
export async function runPrinted(text: string, url: string): Promise<Answered> {
  if (text.startsWith('curl ')) return runCurl(text);
  const [method] = text.split(' ', 1);
  if (!METHODS.some((each) => each === method)) throw new Error(`neither curl nor HTTP: ${text.slice(0, 80)}`);
  return runHttp(text, url);
}

async function runCurl(text: string): Promise<Answered> {
  const home = await mkdtemp(join(tmpdir(), 'clickstitch-curl-'));
  try {
    await writeFile(join(home, '.curlrc'), CURL_SETTINGS);
    const { TEST_CURL, PATH = '' } = process.env;
    const path = TEST_CURL === undefined ? PATH : `${dirname(TEST_CURL)}${delimiter}${PATH}`;
    const { stdout } = await execute('sh', ['-c', joined(text)], { env: { PATH: path, CURL_HOME: home, HOME: home } });
    const end = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The command in one line: not every document prints the backslashes that would join its lines. */
export function joined(text: string): string {
  return text.trim().replace(/\s*\\?\r?\n\s*/g, ' ');
}

/** A request line, headers and, after an empty line, the body. */
async function runHttp(text: string, url: string): Promise<Answered> {
  const [head = '', ...body] = text.trimEnd().split(/\n\n/);
  const [line = '', ...headers] = head.split('\n');
  const [, method, path = ''] = /^(\S+) (\/\S*)$/.exec(line) ?? [];
  const known = METHODS.find((each) => each === method);
  if (!known) throw new Error(`not a request line: ${line}`);
  const pairs = headers.map((header): [string, string] => {
    const [, name = '', value = ''] = /^([\w-]+): (.+)$/.exec(header) ?? [];
    if (name === '') throw new Error(`not a header: ${header}`);
    return [name, value];
  });
  const content = body.length === 0 ? {} : { text: body.join('\n\n') };
  const asked = { method: known, path, query: {}, headers: Object.fromEntries(pairs), ...content };
  return send(url, asked, {});
}
