import type { ComponentType } from 'preact';

/** A page of the room "Quản trị". One line here is all it needs to be found, opened and guarded. */
export interface ManagePage {
  /** `/quan-tri/…`; what lies below it is the page's own too. */
  path: string;
  title: string;
  /** One line under the title on the room's front page. */
  about: string;
  /** Who may do this act sees the page; of several, any one. */
  acts: readonly string[];
  load(): Promise<ComponentType>;
}

export const MANAGE_PAGES: readonly ManagePage[] = [
  {
    path: '/quan-tri/thu-tuc',
    title: 'Thủ tục và quy trình',
    about: 'Các thủ tục đang có hiệu lực, quy trình giải quyết và các phiên bản của chúng.',
    acts: ['editing.save-draft'],
    load: () => import('./procedures/procedures-page.tsx').then((room) => room.ProceduresPage),
  },
  {
    path: '/quan-tri/phi',
    title: 'Phí, lệ phí, nghị quyết',
    about: 'Mức thu, miễn, giảm theo nghị quyết của tỉnh; các xã được miễn, giảm theo địa bàn.',
    acts: ['procedures.list-resolutions'],
    load: () => import('./fees/fees-page.tsx').then((room) => room.FeesPage),
  },
  {
    path: '/quan-tri/don-vi',
    title: 'Đơn vị, cơ quan',
    about: 'Nhập, tách, đổi tên xã, phường, cơ quan theo quyết định; lịch sử của từng đơn vị.',
    acts: ['reorganising.list-reorganisations'],
    load: () => import('./units/units-page.tsx').then((room) => room.UnitsPage),
  },
  {
    path: '/quan-tri/danh-gia',
    title: 'Đánh giá của người dân',
    about: 'Người dân có hài lòng không, theo trung tâm, cơ quan, tháng; máy đánh giá, phiếu giấy.',
    acts: ['ratings.see-results'],
    load: () => import('./ratings/ratings-page.tsx').then((room) => room.RatingsPage),
  },
  {
    path: '/quan-tri/thong-bao',
    title: 'Thông báo và việc tự động',
    about: 'Thông báo gửi cho người dân và cán bộ, thông báo không gửi được; việc hệ thống tự làm theo giờ.',
    acts: ['messages.list-deliveries', 'jobs.list-jobs'],
    load: () => import('./deliveries-page.tsx').then((room) => room.DeliveriesPage),
  },
  {
    path: '/quan-tri/may-chu',
    title: 'Việc làm trên máy chủ',
    about: 'Giao nhiệm vụ và tài khoản cho cán bộ, nạp thủ tục, nạp lịch nghỉ.',
    acts: ['people.appoint-official'],
    load: () => import('./server-page.tsx').then((room) => room.ServerPage),
  },
];
