import { workspacesIn } from './sharding-values.ts';

/** How a statement relates to workspaces. Only what is `unbound` may be an exception. */
export type Verdict =
  | { kind: 'no workspace' }
  | { kind: 'one workspace'; workspace: string }
  | { kind: 'unbound' | 'several workspaces' | 'not recognised'; why: string };

/** Tables that belong to no workspace: what collectors keep about themselves. */
export const OF_NO_WORKSPACE = ['schema_migration', 'job'];
/** Tables whose key does not begin with the workspace; the directory leads to it. */
export const SHARED = ['directory', ...OF_NO_WORKSPACE];
const CONTROL = [
  /^(BEGIN|COMMIT|ROLLBACK)$/,
  /^(SAVEPOINT|RELEASE|ROLLBACK TO) command$/,
  /^SET LOCAL \w+ = \S+$/,
  /^LISTEN \w+$/,
];
const SCHEMA = /^(CREATE( UNLOGGED)? TABLE|CREATE( UNIQUE)? INDEX|DROP (INDEX|TABLE)|ALTER TABLE) /;

/** Judges a statement, or several that were sent as one text. `tables` are those of the database. */
export function judge(text: string, values: readonly unknown[], tables: ReadonlySet<string>): Verdict {
  const parts = text
    .replace(/^--.*$/gm, '')
    .split(';')
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
  const verdicts = parts.map((part) => judgeOne(part, values, tables));
  return verdicts.find(({ kind }) => kind !== 'no workspace') ?? { kind: 'no workspace' };
}

function judgeOne(sql: string, values: readonly unknown[], tables: ReadonlySet<string>): Verdict {
  if (CONTROL.some((control) => control.test(sql)) || SCHEMA.test(sql)) return { kind: 'no workspace' };
  const touched = (sql.replace(/'[^']*'/g, '').match(/\w+/g) ?? []).filter((word) => tables.has(word));
  if (touched.every((table) => SHARED.includes(table))) {
    if (touched.length > 0 || /^SELECT /.test(sql)) return { kind: 'no workspace' };
    return { kind: 'not recognised', why: 'it touches no table and is neither a question nor control' };
  }
  const [verb = ''] = sql.split(' ');
  const bind = BINDINGS[verb];
  if (!bind || / OR | UNION |^WITH /.test(sql)) return { kind: 'not recognised', why: `a ${verb} of this kind` };
  if (new Set(touched).size > 1) return { kind: 'not recognised', why: `it touches ${touched.join(' and ')} at once` };
  if (touched.length > 1) return { kind: 'unbound', why: `it looks at ${touched[0]} more than once` };
  const parameter = bind(sql);
  if (parameter === undefined) return { kind: 'unbound', why: `${touched} is not bound to one workspace` };
  const workspaces = workspacesIn(values[parameter - 1]);
  const [workspace] = workspaces;
  if (workspaces.length !== 1 || workspace === undefined) {
    return { kind: 'several workspaces', why: `${touched} for ${workspaces.length}: ${workspaces.join(', ')}` };
  }
  return { kind: 'one workspace', workspace };
}

/** By kind of statement: the number of the parameter that says which workspace; none where nothing does. */
const BINDINGS: Readonly<Record<string, (sql: string) => number | undefined>> = {
  SELECT: (sql) =>
    numberIn(
      / (?:FROM|(?<!RIGHT |FULL )JOIN) "?\w+"?(?: \w+)? (?:WHERE|ON) (?:\w+\.)?"?workspace_id"? = \$(\d+)(?= |\)|$)/.exec(
        sql,
      ),
    ),
  DELETE(sql) {
    const [, from = '', where = ''] = /^DELETE FROM \S+(?: \w+)?(?: USING (.*?))? WHERE (.*)$/.exec(sql) ?? [];
    return boundIn(from, where);
  },
  INSERT(sql) {
    const [, columns = '', given = ''] = /^INSERT INTO [^(]*\(([^)]*)\) (?:SELECT|VALUES) (.*)$/.exec(sql) ?? [];
    const place = columns.split(', ').findIndex((column) => unquoted(column) === 'workspace_id');
    if (place < 0) return undefined;
    const list = /^\* FROM unnest\(([^)]*)\)/.exec(given)?.[1] ?? given.replace(/^\(/, '').replace(/ FROM .*$/, '');
    return numberIn(/^\$(\d+)(?=::|\)|$)/.exec(list.split(', ')[place] ?? ''));
  },
  UPDATE(sql) {
    const [, set = '', from = '', where = ''] =
      /^UPDATE \S+(?: \w+)? SET (.*?)(?: FROM (.*?))? WHERE (.*)$/.exec(sql) ?? [];
    return /workspace_id/.test(set) ? undefined : boundIn(from, where);
  },
};

/** The parameter that a condition binds the workspace to, itself or by what the statement draws its rows from. */
function boundIn(from: string, where: string): number | undefined {
  const bound = /^(?:\w+\.)?"?workspace_id"? = (?:\$(\d+)|(\w+)\.(\w+))(?= |$)/.exec(where);
  if (!bound) return undefined;
  if (bound[1] !== undefined) return Number(bound[1]);
  // The rows come from arrays, one of which holds workspaces.
  const [, arrays = '', names = ''] = /^unnest\((.*?)\) AS \w+\((.*?)\)$/.exec(from) ?? [];
  const place = names.split(', ').indexOf(bound[3] ?? '');
  return numberIn(/^\$(\d+)(?=::|$)/.exec(arrays.split(', ')[place] ?? ''));
}

function numberIn(match: RegExpExecArray | null): number | undefined {
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

function unquoted(name: string): string {
  return name.replaceAll('"', '');
}
