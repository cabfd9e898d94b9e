import type { Group } from '../../src/capabilities/procedures/fee.ts';
import { useResource } from '../app/resource.ts';

export interface FeeArea {
  area: { kindName: string; source: string; effectiveFrom: string; effectiveTo: string | null } | null;
}

/** The groups that follow from the commune somebody lives in, as the server will find them; none while it is not known. */
export function useGroupsOfResidence(unitCode: string | null): readonly Group[] {
  const found = useResource<FeeArea>(unitCode === null ? null : `/api/fee-areas/${unitCode}`);
  return found.data?.area ? ['remote'] : [];
}
