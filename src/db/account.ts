import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** An account of the machine under which the database runs. PostgreSQL refuses to run as root. */
export interface Account {
  uid: number;
  gid: number;
  name: string;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The accounts a database may run under when we are root, the most fitting first. */
export async function accountsFor(folder: string): Promise<Account[]> {
  const owner = await ownerOf(folder);
  const named = ['haicap', 'postgres', 'nobody'].map(accountNamed).filter((account) => account !== null);
  // Whoever owns the folder can enter it (`sudo npm start` in one's own clone) and can start us later without root.
  return owner === null ? named : [owner, ...named];
}

/** The account that owns a folder, or the nearest one above that exists; null for root and for unknown owners. */
export async function ownerOf(folder: string): Promise<Account | null> {
  for (let place = folder; ; place = dirname(place)) {
    const found = await stat(place).catch(() => null);
    if (found !== null) {
      if (found.uid === 0) return null;
      const name = ask('id', ['-un', String(found.uid)]);
      return name === null ? null : { uid: found.uid, gid: found.gid, name };
    }
    if (place === dirname(place)) return null;
  }
}

function accountNamed(name: string): Account | null {
  const uid = ask('id', ['-u', name]);
  const gid = ask('id', ['-g', name]);
  // macOS numbers nobody -2; the kernel wants it unsigned.
  return uid === null || gid === null ? null : { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0, name };
}

function ask(command: string, args: string[]): string | null {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', cwd: '/' });
  return status === 0 ? stdout.trim() : null;
}

/** Tries it for real, since modes, groups, access lists and mounts together decide. `null` is ourselves. */
export function canWriteIn(folder: string, account: Account | null): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$0" && test -w .', folder], { cwd: '/', ...identity(account) })
      .status === 0
  );
}

export function canRun(program: string, account: Account | null): boolean {
  return spawnSync(program, ['--version'], { cwd: '/', ...identity(account) }).status === 0;
}

/** The part of spawn's options that switches the account. */
export function identity(account: Account | null): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}
