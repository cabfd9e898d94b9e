import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { dropAllDrafts } from '../app/drafts.ts';
import { go, place } from '../app/router.ts';
import { session, signOut } from '../app/session.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { Bell } from './bell.tsx';
import { KeyCap } from './key-cap.tsx';
import { deskPageAt, roomsFor } from './pages.ts';
import { duty, listAddress, lists, mayDo, official, query } from './room.ts';

/**
 * The bar over every room of officials: where one is, where else one can go, the search, what is late, who sits here.
 * Always one line on a monitor: rooms that do not fit beside the rest fold into one button that names the open one.
 */
export function Top({ onKeys }: { onKeys: () => void }) {
  const { path } = place.value;
  const bar = useRef<HTMLElement>(null);
  const [folded, setFolded] = useState(false);
  const rooms = roomsFor(mayDo);
  const here = deskPageAt(path)?.room;
  const links = (
    <ul>
      {rooms.map((room) => (
        <li key={room.href}>
          <a
            href={room.href === '/ban-lam-viec' ? listAddress(firstList()) : room.href}
            aria-current={room.word === here ? 'page' : undefined}
          >
            {room.word} {room.key !== undefined && <KeyCap>{room.key}</KeyCap>}
          </a>
        </li>
      ))}
    </ul>
  );
  useLayoutEffect(() => {
    const whole = bar.current;
    if (whole === null) return;
    // What the rooms take when they stand beside each other is known from a line that nobody sees.
    const fit = () => {
      const line = whole.querySelector<HTMLElement>('.desk-rooms-line');
      const rest = [...whole.querySelectorAll<HTMLElement>('[data-bar-keeps]')];
      if (line === null) return;
      const taken = rest.reduce((sum, part) => sum + part.offsetWidth, 0);
      setFolded(line.scrollWidth + taken + SEARCH_AND_GAPS > whole.clientWidth);
    };
    fit();
    const watch = new ResizeObserver(fit);
    watch.observe(whole);
    for (const part of whole.querySelectorAll('[data-bar-keeps], .desk-rooms-line ul')) watch.observe(part);
    return () => watch.disconnect();
  }, []);
  return (
    <header class="desk-top no-print" ref={bar}>
      <a class="desk-mark" data-bar-keeps href={listAddress(firstList())}>
        <img src="/favicon.svg" alt="" />
        <span>
          <span class="desk-mark-word">Haicấp</span>
          {session.value?.demo && (
            <span class="demo-mark">
              <span class="demo-mark-more">Dữ liệu </span>dùng thử
            </span>
          )}
        </span>
      </a>
      <nav class="desk-rooms" aria-label="Các phòng">
        <div class="desk-rooms-line" data-folded={folded}>
          {links}
        </div>
        {folded && (
          <Menu
            label={
              <>
                <span class="unseen">Các phòng, đang ở: </span>
                {here ?? 'Các phòng'}
              </>
            }
          >
            {links}
          </Menu>
        )}
      </nav>
      {mayDo('dossiers.list-dossiers') && <Search />}
      <div class="desk-who" data-bar-keeps>
        {mayDo('dossiers.list-dossiers') && <Bell />}
        <Who onKeys={onKeys} />
      </div>
    </header>
  );
}

/** Room for the search and what stands between the parts, in CSS pixels at the usual size of type. */
const SEARCH_AND_GAPS = 230;

const firstList = () => ({ list: lists.value?.[0]?.key ?? '', q: '' });

function Who({ onKeys }: { onKeys: () => void }) {
  const one = official.value;
  return (
    <Menu
      end
      label={
        <span class="desk-name">
          <span class="unseen">Tài khoản: </span>
          <Icon name="person" />
          <span class="desk-name-words">
            <span>{one?.name}</span>
            <span class="quiet">{duty.value?.roleName ?? ''}</span>
          </span>
        </span>
      }
    >
      <div class="desk-duties">
        <strong>{one?.name}</strong>
        {one?.duties.map((each) => (
          <span key={`${each.role} ${each.agencyId}`} class="quiet">
            {each.roleName}, {each.agencyId === each.bodyId ? each.bodyName : each.agencyName}
          </span>
        ))}
      </div>
      <ul>
        {mayDo('people.list-delegations') && (
          <li>
            <a href="/ban-lam-viec/vang-mat">Vắng mặt, bàn giao</a>
          </li>
        )}
        <li>
          <button type="button" aria-keyshortcuts="?" onClick={onKeys}>
            Phím tắt <KeyCap>?</KeyCap>
          </button>
        </li>
        <li>
          <button
            type="button"
            onClick={() => {
              void signOut().then(() => {
                dropAllDrafts();
                lists.value = null;
              });
            }}
          >
            Đăng xuất
          </button>
        </li>
      </ul>
    </Menu>
  );
}

function Search() {
  const [text, setText] = useState(query.value.q);
  const { q } = query.value;
  useEffect(() => setText(q), [q]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is newer than the browsers of the centres
    <form
      class="desk-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = text.trim();
        if (wanted !== '') go(`/ban-lam-viec?q=${encodeURIComponent(wanted)}`);
      }}
    >
      <label class="unseen" for="desk-search">
        Tìm hồ sơ theo mã, họ tên, số định danh, số điện thoại
      </label>
      <Icon name="search" size={18} />
      <input
        id="desk-search"
        class="input"
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        spellcheck={false}
        placeholder="Tìm mã, họ tên, số định danh, điện thoại"
        value={text}
        aria-keyshortcuts="/"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <KeyCap>/</KeyCap>
    </form>
  );
}
