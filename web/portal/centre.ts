import { signal } from '@preact/signals';

/** The commune whose centre is shown as the one that helps; remembered on this machine, nothing else is. */
export interface HomeCommune {
  code: string;
  name: string;
}

const KEY = 'haicap.commune';

function remembered(): HomeCommune | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as HomeCommune | null;
  } catch {
    return null;
  }
}

export const homeCommune = signal<HomeCommune | null>(remembered());

export function rememberCommune(commune: HomeCommune | null): void {
  homeCommune.value = commune;
  try {
    if (commune === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(commune));
  } catch {
    // it is asked again next time
  }
}
