/** A file as handed in or issued. */
export interface Paper {
  id: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  uploadedBy: string;
  uploadedAt: string;
  /** `vault`: taken from the applicant's vault, with the bytes that lie there. */
  origin: 'citizen' | 'counter' | 'office' | 'vault';
  dossierId: string | null;
}

/** Ninh Bình's rule for official documents (Decision 161/2025) is 50 MB; a scanned paper of a dossier needs half. */
export const PAPER_LIMIT = 25 * 1024 * 1024;

/** What a component may be handed in as. Anything that could run, or is a program's own format, is not a paper. */
export const PAPER_TYPES: Record<string, { extensions: string[]; inline: boolean }> = {
  'application/pdf': { extensions: ['pdf'], inline: true },
  'image/jpeg': { extensions: ['jpg', 'jpeg'], inline: true },
  'image/png': { extensions: ['png'], inline: true },
  'image/webp': { extensions: ['webp'], inline: true },
  'image/tiff': { extensions: ['tif', 'tiff'], inline: false },
  'image/heic': { extensions: ['heic'], inline: false },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    extensions: ['docx'],
    inline: false,
  },
};

/** The file's name without a path or control characters, at most 120 characters, its extension kept. */
export function tidyFileName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 ? clean.slice(dot, dot + 10) : '';
  const stem = (dot > 0 ? clean.slice(0, dot) : clean).slice(0, 120 - extension.length);
  return `${stem || 'giay-to'}${extension}`;
}

/** The type that the name claims, by its extension; null when the name claims none that we know. */
export function claimedType(name: string): string | null {
  const extension = name.toLowerCase().split('.').at(-1) ?? '';
  return (
    Object.entries(PAPER_TYPES).find(([, { extensions }]) => extensions.includes(extension))?.[0] ?? null
  );
}
