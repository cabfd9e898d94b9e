import type { Actor } from '../../kernel/actor.ts';
import { reachesOf } from '../people/index.ts';

/**
 * What an actor may see, as data for SQL: everything in the province, the bodies whose dossiers they may see, the
 * divisions whose dossiers they may see, and their own id. One official with several duties sees the union.
 */
export interface Scope {
  province: boolean;
  bodyIds: string[];
  divisionIds: string[];
  /** Oneself, and those who are away and for whom one acts. */
  officialIds: string[];
}

export function scopeOf(actor: Actor, view: string): Scope {
  const scope: Scope = { province: false, bodyIds: [], divisionIds: [], officialIds: [actor.id] };
  for (const { reach, duty } of reachesOf(actor, view)) {
    if (duty?.delegated !== undefined) scope.officialIds.push(duty.delegated.id);
    if (reach === 'province') scope.province = true;
    else if (duty !== null && (reach === 'agency' || reach === 'below')) scope.bodyIds.push(duty.bodyId);
    else if (duty !== null && reach === 'division') scope.divisionIds.push(duty.agencyId);
  }
  return scope;
}

/**
 * The condition on dossiers `d` that the scope allows; its four values begin at `$first`. A division sees what it
 * holds or held, an official what is assigned to them.
 */
export function withinScope(first: number): string {
  const at = (offset: number) => `$${first + offset}`;
  return `(${at(0)}::boolean or d.competent_body_id = any(${at(1)}::text[]) or d.receiving_body_id = any(${at(1)}::text[])
    or d.kept_by_body_id = any(${at(1)}::text[])
    or d.passed_agency_ids && ${at(2)}::text[] or d.holder_official_id = any(${at(3)}::text[]))`;
}

export function scopeValues(scope: Scope): unknown[] {
  return [scope.province, scope.bodyIds, scope.divisionIds, scope.officialIds];
}
