import { useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import './small-picture.css';

/** The first page of a paper, small; where there is none (Word, TIFF) the drawing of a paper stands in its place. */
export function SmallPicture({ address }: { address: string }) {
  const [none, setNone] = useState(false);
  return none ? (
    <span class="small-picture small-picture-none">
      <Icon name="paper" />
    </span>
  ) : (
    <img class="small-picture" src={address} alt="" loading="lazy" onError={() => setNone(true)} />
  );
}
