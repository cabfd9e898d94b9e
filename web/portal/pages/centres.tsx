import { useState } from 'preact/hooks';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { wordsOf } from '../../app/words.ts';
import { TextInput, useSettled } from '../../ui/inputs.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/notice.tsx';
import type { Centre } from '../answers.ts';
import { CentreCard } from '../help.tsx';

/** Every centre of the province with address, hours and number, by a part of its name. */
export function CentresPage() {
  usePageTitle('Các trung tâm');
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const found = useResource<{ centres: Centre[] }>('/api/centres', { q });
  const centres = found.data?.centres ?? [];
  return (
    <div class="stack-5">
      <PageHeading>Các Trung tâm Phục vụ hành chính công</PageHeading>
      <TextInput
        id="centre-search"
        label="Tìm theo tên xã, phường"
        type="search"
        mode="search"
        free
        value={typed}
        onInput={setTyped}
      />
      {found.state === 'loading' && <Skeleton lines={6} />}
      {found.state === 'failed' && <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />}
      <p class="quiet" role="status">
        {found.state === 'ready' && centres.length > 0 && `${centres.length} trung tâm`}
      </p>
      {found.state === 'ready' && centres.length === 0 && (
        <EmptyState title="Không có trung tâm nào có tên này">
          <p>Hãy thử chỉ gõ tên xã, phường, ví dụ “Bình Lục”.</p>
        </EmptyState>
      )}
      <ul class="cards plain-list">
        {centres.map((centre) => (
          <li key={centre.id}>
            <CentreCard centre={centre} />
          </li>
        ))}
      </ul>
    </div>
  );
}
