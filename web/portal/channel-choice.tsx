import { useState } from 'preact/hooks';
import { api, newKey } from '../app/api.ts';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import { Tick } from '../ui/inputs.tsx';

const CHANNELS = [
  { key: 'email', name: 'Thư điện tử' },
  { key: 'sms', name: 'Tin nhắn SMS' },
  { key: 'zalo', name: 'Zalo' },
] as const;
/** What holds while nothing was chosen (catalogue/messages.json). */
const USUAL = ['email', 'sms'];

/** By what else than this page the person wants to be told; kept at each tick. */
export function ChannelChoice() {
  const found = useResource<{ channels: string[] | null }>('/api/my/channels');
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [said, setSaid] = useState('');
  if (found.data === null) return null;
  const now = chosen ?? found.data.channels ?? USUAL;
  const choose = (key: string, on: boolean) => {
    const channels = CHANNELS.map((one) => one.key as string).filter((one) =>
      one === key ? on : now.includes(one),
    );
    setChosen(channels);
    api.put('/api/my/channels', { channels }, { key: newKey() }).then(
      () => setSaid('Đã lưu.'),
      (error: unknown) => {
        setChosen(now);
        setSaid(wordsOf(error));
      },
    );
  };
  return (
    <section aria-labelledby="channels">
      <h2 id="channels">Báo tin cho ông/bà bằng</h2>
      <p class="quiet">
        Tin báo luôn có ở trang này. Ngoài ra có thể nhận thêm bằng các cách dưới đây, nếu nơi giải quyết có;
        tin nhắn không gửi từ 21 giờ đến 7 giờ.
      </p>
      <fieldset>
        <legend class="unseen">Cách nhận tin báo</legend>
        {CHANNELS.map(({ key, name }) => (
          <Tick
            key={key}
            id={`channel-${key}`}
            label={name}
            checked={now.includes(key)}
            onChange={(on) => choose(key, on)}
          />
        ))}
      </fieldset>
      <p role="status" class="small">
        {said}
      </p>
    </section>
  );
}
