import { useState } from 'preact/hooks';
import { showSize } from '../app/dates.ts';
import { Button } from '../ui/button.tsx';
import { SmallPicture } from '../vault/small-picture.tsx';
import type { Dossier, Paper } from './answers.ts';

const ORIGIN_WORDS: Record<string, string> = {
  citizen: 'người nộp gửi',
  counter: 'quét tại quầy',
  office: 'cơ quan tải lên',
  vault: 'lấy từ kho giấy tờ',
};

/** The papers by component; one is looked at here, beside the form, and fetched only when asked for. */
export function PapersHeld({ dossier }: { dossier: Dossier }) {
  const [shown, setShown] = useState<Paper | null>(null);
  return (
    <div>
      <ul class="papers-held">
        {dossier.components.map((component) => (
          <li key={component.key}>
            {component.name}
            {componentWords(component)}
            {component.papers.length > 0 && (
              <ul>
                {component.papers.map((paper) => (
                  <li key={paper.paperId}>
                    <button
                      type="button"
                      class="paper-open"
                      aria-pressed={shown?.paperId === paper.paperId}
                      onClick={() => setShown(shown?.paperId === paper.paperId ? null : paper)}
                    >
                      <SmallPicture address={`/api/papers/${paper.paperId}/small`} /> {paper.name}
                    </button>{' '}
                    <span class="quiet small">
                      {showSize(paper.size)}
                      {paper.origin && ` · ${ORIGIN_WORDS[paper.origin] ?? paper.origin}`}
                      {paper.digitised && ' · đã số hoá'}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {dossier.components.length === 0 && <p class="quiet">Thủ tục này không có thành phần hồ sơ.</p>}
      {shown && <Preview paper={shown} onClose={() => setShown(null)} />}
    </div>
  );
}

function componentWords(component: Dossier['components'][number]) {
  const { originals, copies } = component;
  const words = [originals > 0 ? `${originals} bản chính` : '', copies > 0 ? `${copies} bản sao` : ''].filter(
    Boolean,
  );
  if (words.length > 0) return <span class="quiet small"> · {words.join(', ')}</span>;
  if (component.papers.length > 0) return null;
  if (component.mode === 'present') return <span class="quiet small"> · chỉ đối chiếu</span>;
  return component.required ? (
    <span class="lacking"> · chưa có</span>
  ) : (
    <span class="quiet small"> · không nộp</span>
  );
}

function Preview({ paper, onClose }: { paper: Paper; onClose: () => void }) {
  const address = `/api/papers/${paper.paperId}/file`;
  const image = /^image\/(png|jpeg|webp)$/.test(paper.type);
  const inline = image || paper.type === 'application/pdf';
  return (
    <div class="preview">
      <p class="row">
        <strong>{paper.name}</strong>
        <a href={address} target="_blank" rel="noopener">
          Mở trong thẻ mới
        </a>
        <Button small rank="quiet" onPress={onClose}>
          Đóng bản xem
        </Button>
      </p>
      {image && <img src={address} alt={`Ảnh của ${paper.name}`} loading="lazy" />}
      {paper.type === 'application/pdf' && (
        <iframe src={address} title={`Bản xem ${paper.name}`} loading="lazy" />
      )}
      {!inline && <p class="quiet">Loại tệp này không xem được tại đây; hãy mở trong thẻ mới để tải về.</p>}
    </div>
  );
}
