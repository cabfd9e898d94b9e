import { type DossierChange, dossierTable, factTables, lifeFrom } from '../../capabilities/dossiers/index.ts';
import { chained, copyChains, type Unchained } from '../../capabilities/record/index.ts';
import { type CopiedTable, copyRows } from '../../db/copy.ts';
import type { Tx } from '../../kernel/tx.ts';

/** A dossier with everything that happened to it, as acts would have laid it in the record. */
export interface Life {
  id: string;
  changes: DossierChange[];
  /** The folded text by which it is found. */
  search: string;
}

/** Lives made ready to be laid: nothing is left to be reckoned. */
export interface MadeLives {
  tables: CopiedTable[];
  chains: ReturnType<typeof chained>[];
}

/** Folds lives into dossiers, facts and chains of the record. Pure, and most of the work. */
export function makeLives(
  lives: readonly Life[],
  options: {
    /** Versions of procedures that are offered as a full process. */
    fullProcess: ReadonlySet<string>;
    /** Whether the cells of figures are told; not when they are built anew afterwards. */
    changed: boolean;
    /** Stands in the record's `came_from`. */
    origin: string | null;
  },
): MadeLives {
  const made = lives.flatMap(({ id, changes, search }) => {
    const life = lifeFrom(id, changes, options.fullProcess);
    return life === null ? [] : [{ ...life, changes, search }];
  });
  return {
    tables: [
      dossierTable(made),
      ...factTables(
        made.map(({ counted }) => counted),
        options.changed,
      ),
    ],
    chains: made.map(({ dossier, changes }) => {
      const bodyIds = [...new Set([dossier.receivingBodyId, dossier.competentBodyId])];
      return chained(
        changes.map(
          (change): Unchained => ({
            at: change.at,
            act: change.act,
            actorKind: change.by.startsWith('person:')
              ? 'citizen'
              : change.by === 'system'
                ? 'system'
                : 'official',
            actorId: change.by,
            actorName: change.byName,
            onBehalfOf: dossier.applicantId,
            cameFrom: options.origin,
            subjectKind: 'dossier',
            subjectId: dossier.id,
            bodyIds,
            change,
          }),
        ),
      );
    }),
  };
}

/** Lays them down, as acts would have left them. */
export async function layLives(tx: Tx, { tables, chains }: MadeLives): Promise<void> {
  for (const { table, columns, rows } of tables) await copyRows(tx, table, columns, rows);
  await copyChains(tx, chains);
}
