import { useRef, useState } from 'preact/hooks';
import { api, newKey } from '../../app/api.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { say } from '../../ui/toast.tsx';
import type { DraftWork } from './use-draft.ts';

export function DiscardButton({ code, draft }: { code: string; draft: DraftWork }) {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState<string | null>(null);
  const key = useRef(newKey());
  const discard = async () => {
    try {
      await api.post(
        `/api/procedure-drafts/${code}/discard`,
        { version: draft.seen?.version },
        { key: key.current },
      );
      setOpen(false);
      say('Đã bỏ bản thảo. Nội dung vẫn còn trong sổ ghi của hệ thống.');
      draft.reload();
    } catch (error) {
      setWords(wordsOf(error));
    }
  };
  return (
    <>
      <Button
        small
        onPress={() => {
          key.current = newKey();
          setWords(null);
          void draft.flush().then((saved) => saved && setOpen(true));
        }}
      >
        Bỏ bản thảo
      </Button>
      <Dialog open={open} title="Bỏ bản thảo này" onClose={() => setOpen(false)}>
        <p>Mọi sửa đổi chưa ban hành của thủ tục sẽ không còn trên màn hình này.</p>
        {words !== null && <Notice kind="wrong" live title={words} />}
        <p class="row">
          <Button rank="primary" onPress={() => void discard()}>
            Bỏ bản thảo
          </Button>
          <Button onPress={() => setOpen(false)}>Giữ lại</Button>
        </p>
      </Dialog>
    </>
  );
}
