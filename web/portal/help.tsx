import { useState } from 'preact/hooks';
import { showPhone } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Centre } from './answers.ts';
import { homeCommune, rememberCommune } from './centre.ts';
import { CommunePicker } from './commune-picker.tsx';

/** On every page: the centre's address, hours and number, and how to have somebody do it. */
export function Help() {
  const commune = homeCommune.value;
  const [choosing, setChoosing] = useState(false);
  const found = useResource<{ centres: Centre[] }>(commune ? '/api/centres' : null, { unit: commune?.code });
  const centre = found.data?.centres[0] ?? null;
  return (
    <aside class={centre === null ? 'help no-print' : 'help'} aria-labelledby="help-title">
      <div class="page-width help-columns">
        <div class="stack-2">
          <h2 id="help-title">Cần người giúp?</h2>
          {centre !== null && !choosing ? (
            <>
              <CentreCard centre={centre} />
              <p class="no-print row">
                <Button rank="link" onPress={() => setChoosing(true)}>
                  Chọn trung tâm khác
                </Button>
                <a href="/trung-tam">Xem tất cả trung tâm</a>
              </p>
            </>
          ) : commune !== null && found.state === 'loading' && !choosing ? (
            <p class="quiet">Đang tìm trung tâm của {commune.name}</p>
          ) : (
            <div class="no-print">
              <CommunePicker
                id="help-commune"
                label="Ông/bà ở xã, phường nào?"
                hint="Để xem địa chỉ, giờ làm việc và số điện thoại của trung tâm gần nhất"
                free
                chosen={null}
                onChoose={(commune) => {
                  if (commune === null) return;
                  rememberCommune({ code: commune.code, name: commune.name });
                  setChoosing(false);
                }}
              />
            </div>
          )}
        </div>
        <div class="stack-2 no-print">
          <h2>Nhờ người làm giúp</h2>
          <details>
            <summary>Tôi không rành máy tính, điện thoại</summary>
            <p>
              Ông/bà đến bất kỳ Trung tâm Phục vụ hành chính công nào trong tỉnh, mang theo căn cước. Cán bộ
              sẽ nhập và nộp giúp, không thu tiền công.
            </p>
          </details>
          <details>
            <summary>Tôi muốn người khác đi thay</summary>
            <p>
              Người đi thay mang theo căn cước của mình và giấy uỷ quyền của ông/bà. Cha, mẹ, con, vợ, chồng,
              anh, chị, em ruột làm thay việc hộ tịch thì giấy uỷ quyền không phải chứng thực.
            </p>
          </details>
          <details>
            <summary>Tôi ở xa hoặc khó đi lại</summary>
            <p>
              Ông/bà gửi hồ sơ qua bưu điện đến trung tâm, kết quả được gửi về tận nhà. Hãy gọi trung tâm
              trước để biết cần gửi những giấy tờ nào.
            </p>
          </details>
        </div>
      </div>
    </aside>
  );
}

export function CentreCard({ centre }: { centre: Centre }) {
  return (
    <div class="centre">
      <p>
        <strong>{centre.name}</strong>
      </p>
      {centre.address && (
        <p class="with-icon">
          <Icon name="place" /> <span>{centre.address}</span>
        </p>
      )}
      {centre.hours.length > 0 && (
        <div class="with-icon">
          <Icon name="clock" />{' '}
          <span>
            {centre.hours.map((line) => (
              <span key={line} class="centre-hours">
                {line}
              </span>
            ))}
          </span>
        </div>
      )}
      {centre.phone && (
        <p class="with-icon">
          <Icon name="phone" />{' '}
          <a href={`tel:${centre.phone.replace(/\s/g, '')}`}>
            {showPhone(centre.phone.replace(/[\s.]/g, ''))}
          </a>
        </p>
      )}
      {centre.contactInvented && (
        <p class="quiet small">Địa chỉ và số điện thoại ở bản trình diễn là giả định.</p>
      )}
    </div>
  );
}
