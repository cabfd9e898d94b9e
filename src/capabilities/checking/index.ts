export { type CheckOptions, check, type OfficialNames } from './check.ts';
export type { CheckResult, Finding, Place, Relation, Unread } from './finding.ts';
export { type FindingKind, KINDS } from './kinds.ts';
export { officialNames } from './official-names.ts';
export type { CheckedDocument } from './report-file.ts';
export type { BlockKind, CheckedText, TextBlock } from './text.ts';
export { Workroom } from './workroom.ts';
