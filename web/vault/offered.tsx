import { Button } from '../ui/button.tsx';
import { type ChosenPaper, chosen, fileOf, type Offer, provenanceWords } from './offers.ts';
import { SmallPicture } from './small-picture.tsx';
import './vault.css';

/** What of the vault serves for one component, each with where it comes from; choosing is one press. */
export function Offered(p: {
  offers: readonly Offer[];
  taken: readonly ChosenPaper[];
  onTake: (paper: ChosenPaper) => void;
}) {
  const left = p.offers.filter((offer) => !p.taken.some((paper) => paper.id === offer.id));
  if (left.length === 0) return null;
  return (
    <ul class="offered plain-list" aria-label="Có sẵn trong kho">
      {left.map((offer) => (
        <li key={offer.id}>
          <SmallPicture address={`/api/vault/${encodeURIComponent(offer.id)}/small`} />
          <div>
            <a href={fileOf({ id: offer.id, vault: true })} target="_blank" rel="noopener">
              {offer.name}
            </a>
            <span class="offered-from">{provenanceWords(offer)}</span>
          </div>
          <Button small onPress={() => p.onTake(chosen(offer))} label={`Dùng ${offer.name} có sẵn trong kho`}>
            Dùng giấy này
          </Button>
        </li>
      ))}
    </ul>
  );
}
