import { showDate } from '../app/dates.ts';

/** A paper of a vault as the server shows it. */
export interface VaultPaper {
  id: string;
  name: string;
  source: 'handed-in' | 'issued' | 'own';
  form: 'original' | 'copy' | 'electronic';
  fileName: string;
  type: string;
  size: number;
  dossierId: string | null;
  dossierCode: string | null;
  number: string | null;
  agencyName: string | null;
  checkedByName: string | null;
  laidAt: string;
  validFrom: string | null;
  validTo: string | null;
}

/** A paper that serves for a component: `kind` when it is of the kind asked for, `name` when it is the very same paper. */
export type Offer = VaultPaper & { why: 'kind' | 'name' };
export type Offers = { componentKey: string; papers: Offer[] }[];

/** A paper of a component: uploaded, or chosen from the vault (`id` is then the vault's). */
export interface ChosenPaper {
  id: string;
  name: string;
  size: number;
  vault?: true;
}

export const chosen = (offer: VaultPaper): ChosenPaper => ({
  id: offer.id,
  name: offer.name,
  size: offer.size,
  vault: true,
});

export const fileOf = (paper: Pick<ChosenPaper, 'id' | 'vault'>): string =>
  paper.vault ? `/api/vault/${encodeURIComponent(paper.id)}/file` : `/api/papers/${paper.id}/file`;

/** Uploaded ones and those of the vault, as the server wants them apart. */
export function paperInput(papers: readonly ChosenPaper[]): { paperIds: string[]; vaultIds?: string[] } {
  const vaultIds = papers.filter((paper) => paper.vault).map((paper) => paper.id);
  return {
    paperIds: papers.filter((paper) => !paper.vault).map((paper) => paper.id),
    ...(vaultIds.length === 0 ? {} : { vaultIds }),
  };
}

const FORMS: Record<VaultPaper['form'], string> = {
  original: 'quét từ bản chính',
  copy: 'quét từ bản sao',
  electronic: 'tệp điện tử',
};

/** Where it comes from and how long it holds: what whoever chooses must know. */
export function provenanceWords(paper: VaultPaper): string {
  const until = paper.validTo === null ? '' : `; dùng được đến trước ngày ${showDate(paper.validTo)}`;
  if (paper.source === 'own')
    return `Người dân tự thêm ngày ${showDate(paper.laidAt)}, chưa ai kiểm tra${until}`;
  if (paper.source === 'issued')
    return `${paper.agencyName ?? 'Cơ quan'} cấp, số ${paper.number ?? ''}, ngày ${showDate(paper.validFrom)}${until}`;
  const checked = paper.checkedByName === null ? '' : `, ${paper.checkedByName} kiểm tra`;
  return `Nộp ngày ${showDate(paper.laidAt)} theo hồ sơ ${paper.dossierCode ?? ''}, ${FORMS[paper.form]}${checked}${until}`;
}
