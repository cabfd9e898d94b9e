import '../reports.css';
import './rounds.css';
import './round-words.ts';
import { place } from '../../app/router.ts';
import { RoundPage } from './round-page.tsx';
import { SheetPage } from './sheet-page.tsx';

export { RoundsPage } from './rounds-page.tsx';

/** `/bao-cao/dot/ROUND` is the whole round, `/bao-cao/dot/ROUND/BODY` one body's sheet. */
export function OneRoundPage() {
  return place.value.path.split('/').length > 4 ? <SheetPage /> : <RoundPage />;
}
