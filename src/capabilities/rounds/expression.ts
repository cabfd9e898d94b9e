/**
 * The small closed language of a data form's formulas and rules, the same in the browser and on the server:
 *
 *   tasks_done / tasks_planned * 100
 *   received = received_online + received_direct
 *   abs(staff - before.staff) <= 5
 *
 * Names are cells of the form; `before.name` is what stood there last period. What is blank, or divided by nothing, is
 * unknown, and so is whatever is made of it: an unknown relation is never a violation (a blank cell is told by the rule
 * that requires it, and by no other).
 */
export type Expression =
  | { number: number }
  | { cell: string; before: boolean; at: number }
  | { op: '+' | '-' | '*' | '/'; left: Expression; right: Expression; at: number }
  | { call: 'abs' | 'min' | 'max'; of: Expression[] };

export interface Relation {
  left: Expression;
  sign: '=' | '<>' | '<' | '<=' | '>' | '>=';
  right: Expression;
}

/** What is wrong with what was written, and the place in it, counted from zero. In Vietnamese, for who keeps the form. */
export interface ExpressionFault {
  at: number;
  fault: string;
}

type Token = { kind: 'number' | 'name' | 'sign' | 'end'; text: string; at: number };

/** Deeper than any rule that somebody can read; keeps the reader from running out of stack. */
const DEEPEST = 40;
const LONGEST = 500;

class Unreadable extends Error {
  readonly at: number;

  constructor(at: number, fault: string) {
    super(fault);
    this.at = at;
  }
}

function tokensOf(source: string): Token[] {
  if (source.length > LONGEST) throw new Unreadable(LONGEST, `dài quá ${LONGEST} ký tự`);
  const tokens: Token[] = [];
  const pattern = /\s*(?:(\d+(?:\.\d+)?)|((?:before\.)?[a-z][a-z0-9_]*)|(<=|>=|<>|[-+*/(),=<>])|(\S))/gy;
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
    const [all, number, name, sign, other] = match;
    const text = number ?? name ?? sign ?? other ?? '';
    const at = match.index + all.length - text.length;
    if (other !== undefined) throw new Unreadable(at, `không dùng được ký tự "${other}"`);
    tokens.push({ kind: number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign', text, at });
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;
}

class Reader {
  readonly #tokens: Token[];
  #next = 0;

  constructor(source: string) {
    this.#tokens = tokensOf(source);
  }

  peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0 };
  }

  take(): Token {
    const token = this.peek();
    this.#next++;
    return token;
  }

  takes(text: string): Token | null {
    const token = this.peek();
    return token.kind === 'sign' && token.text === text ? this.take() : null;
  }

  end(): void {
    const token = this.peek();
    if (token.kind !== 'end') throw new Unreadable(token.at, `thừa "${token.text}"`);
  }

  sum(depth: number): Expression {
    let left = this.product(depth);
    for (;;) {
      const sign = this.takes('+') ?? this.takes('-');
      if (sign === null) return left;
      left = { op: sign.text === '+' ? '+' : '-', left, right: this.product(depth), at: sign.at };
    }
  }

  product(depth: number): Expression {
    let left = this.single(depth);
    for (;;) {
      const sign = this.takes('*') ?? this.takes('/');
      if (sign === null) return left;
      if (sign.text === '/' && this.peek().kind === 'end')
        throw new Unreadable(sign.at, 'sau dấu chia chưa có gì để chia');
      left = { op: sign.text === '*' ? '*' : '/', left, right: this.single(depth), at: sign.at };
    }
  }

  single(depth: number): Expression {
    if (depth > DEEPEST) throw new Unreadable(this.peek().at, 'lồng quá nhiều ngoặc');
    const token = this.take();
    if (token.kind === 'number') return { number: Number(token.text) };
    if (token.kind === 'name') {
      if (this.takes('(') !== null) return this.call(token, depth);
      const before = token.text.startsWith('before.');
      return { cell: before ? token.text.slice('before.'.length) : token.text, before, at: token.at };
    }
    if (token.text === '-')
      return { op: '-', left: { number: 0 }, right: this.single(depth + 1), at: token.at };
    if (token.text === '(') {
      const inner = this.sum(depth + 1);
      this.close();
      return inner;
    }
    throw new Unreadable(
      token.at,
      token.kind === 'end'
        ? 'thiếu một số hoặc một ô ở cuối'
        : `chỗ này phải là số hoặc ô, không phải "${token.text}"`,
    );
  }

  call(name: Token, depth: number): Expression {
    const call = name.text;
    if (call !== 'abs' && call !== 'min' && call !== 'max')
      throw new Unreadable(name.at, `không có phép "${call}"; có: abs, min, max`);
    const of = [this.sum(depth + 1)];
    while (this.takes(',') !== null) of.push(this.sum(depth + 1));
    this.close();
    if (call === 'abs' && of.length !== 1) throw new Unreadable(name.at, 'abs nhận đúng một số');
    return { call, of };
  }

  close(): void {
    const token = this.peek();
    if (this.takes(')') === null) throw new Unreadable(token.at, 'thiếu ngoặc đóng');
  }
}

function read<T>(source: string, reading: (reader: Reader) => T): T | ExpressionFault {
  try {
    const reader = new Reader(source);
    const found = reading(reader);
    reader.end();
    return found;
  } catch (error) {
    if (error instanceof Unreadable) return { at: error.at, fault: error.message };
    throw error;
  }
}

export const readExpression = (source: string): Expression | ExpressionFault =>
  read(source, (reader) => reader.sum(0));

export const readRelation = (source: string): Relation | ExpressionFault =>
  read(source, (reader) => {
    const left = reader.sum(0);
    const token = reader.take();
    if (!/^(=|<>|<|<=|>|>=)$/.test(token.text))
      throw new Unreadable(token.at, 'thiếu dấu so sánh (=, <>, <, <=, >, >=)');
    return { left, sign: token.text as Relation['sign'], right: reader.sum(0) };
  });

/** The cells that an expression is made of, each with where it stands. */
export function cellsOf(expression: Expression): { cell: string; before: boolean; at: number }[] {
  if ('number' in expression) return [];
  if ('cell' in expression) return [expression];
  if ('call' in expression) return expression.of.flatMap(cellsOf);
  return [...cellsOf(expression.left), ...cellsOf(expression.right)];
}

/** The first place that divides by what is nothing whatever stands in the cells: "a / 0", "a / (b - b)". */
export function dividesByNothing(expression: Expression): number | null {
  if ('number' in expression || 'cell' in expression) return null;
  const parts = 'call' in expression ? expression.of : [expression.left, expression.right];
  for (const part of parts) {
    const at = dividesByNothing(part);
    if (at !== null) return at;
  }
  return 'op' in expression && expression.op === '/' && isAlwaysZero(expression.right) ? expression.at : null;
}

function isAlwaysZero(expression: Expression): boolean {
  if ('number' in expression) return expression.number === 0;
  if ('cell' in expression) return false;
  if ('call' in expression) return expression.of.every(isAlwaysZero);
  const { op, left, right } = expression;
  switch (op) {
    case '*':
      return isAlwaysZero(left) || isAlwaysZero(right);
    case '/':
      return isAlwaysZero(left);
    case '+':
      return isAlwaysZero(left) && isAlwaysZero(right);
    default:
      return shape(left) === shape(right);
  }
}

/** The same text for the same calculation, wherever it stands. */
function shape(expression: Expression): string {
  if ('number' in expression) return String(expression.number);
  if ('cell' in expression) return `${expression.before ? 'before.' : ''}${expression.cell}`;
  if ('call' in expression) return `${expression.call}(${expression.of.map(shape).join()})`;
  return `(${shape(expression.left)}${expression.op}${shape(expression.right)})`;
}

/** What stands in a cell; null where nothing is known. */
export type CellReader = (cell: string, before: boolean) => number | null;

/** The value of an expression; null where it is made of something unknown, or divides by nothing. */
export function reckon(expression: Expression, read: CellReader): number | null {
  if ('number' in expression) return expression.number;
  if ('cell' in expression) return read(expression.cell, expression.before);
  if ('call' in expression) {
    const values: number[] = [];
    for (const one of expression.of) {
      const value = reckon(one, read);
      if (value === null) return null;
      values.push(value);
    }
    return expression.call === 'abs' ? Math.abs(values[0] ?? 0) : Math[expression.call](...values);
  }
  const left = reckon(expression.left, read);
  if (left === null) return null;
  const right = reckon(expression.right, read);
  if (right === null) return null;
  switch (expression.op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      return right === 0 ? null : left / right;
  }
}

/** Money and percentages are no whole numbers: what differs by less than this is the same. */
const SAME = 1e-6;

/** Whether a relation holds; null where it cannot be judged. */
export function holds({ left, sign, right }: Relation, read: CellReader): boolean | null {
  const a = reckon(left, read);
  if (a === null) return null;
  const b = reckon(right, read);
  if (b === null) return null;
  const isSame = Math.abs(a - b) <= SAME * Math.max(1, Math.abs(a), Math.abs(b));
  switch (sign) {
    case '=':
      return isSame;
    case '<>':
      return !isSame;
    case '<':
      return a < b && !isSame;
    case '<=':
      return a < b || isSame;
    case '>':
      return a > b && !isSame;
    default:
      return a > b || isSame;
  }
}
