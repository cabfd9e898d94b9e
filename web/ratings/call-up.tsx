import { useState } from 'preact/hooks';
import { api, newKey } from '../app/api.ts';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { say } from '../ui/toast.tsx';
import type { Tablets } from './answers.ts';

/** Shows the dossier on a tablet of the centre; nothing where the centre has none. */
export function CallUp({ dossierId }: { dossierId: string }) {
  const found = useResource<Tablets>('/api/ratings/tablets');
  const [busy, setBusy] = useState(false);
  const tablets = found.data?.tablets ?? [];
  if (tablets.length === 0) return null;
  async function call(tabletId: string) {
    setBusy(true);
    try {
      const { tabletName } = await api.post<{ tabletName: string }>(
        '/api/ratings/call-up',
        { dossierId, tabletId },
        { key: newKey() },
      );
      say(`Đã mở hồ sơ trên ${tabletName}. Mời người nộp đánh giá.`);
    } catch (error) {
      say(wordsOf(error));
    }
    setBusy(false);
  }
  return (
    <div class="row no-print">
      {tablets.map((tablet) => (
        <Button key={tablet.id} small busy={busy} onPress={() => void call(tablet.id)}>
          {tablets.length === 1 ? 'Mời đánh giá trên máy' : `Mời đánh giá trên ${tablet.name}`}
        </Button>
      ))}
    </div>
  );
}
