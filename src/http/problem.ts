import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, type RefusalKind } from '../kernel/refusal.ts';

const STATUS: Record<RefusalKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  'too-large': 413,
  throttled: 429,
};

const TITLE: Record<number, string> = {
  400: 'Yêu cầu không đọc được',
  401: 'Cần đăng nhập',
  403: 'Không có quyền',
  404: 'Không tìm thấy',
  409: 'Không thực hiện được lúc này',
  413: 'Quá lớn',
  415: 'Kiểu nội dung không nhận',
  422: 'Thông tin chưa đúng',
  429: 'Quá nhiều lần thử',
  500: 'Lỗi của hệ thống',
  503: 'Tạm thời chưa phục vụ được',
};

/** The one place where a failure becomes a status and problem+json (RFC 9457). Ours show an id and nothing else. */
export function sendProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  let status = 500;
  let code = 'internal';
  let details: Refusal['details'] = {};
  if (error instanceof Refusal) {
    status = STATUS[error.kind];
    code = error.code;
    details = error.details;
    const wait = details.retryAfterSeconds;
    if (typeof wait === 'number') reply.header('retry-after', String(wait));
  } else if ('statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500) {
    status = error.statusCode;
    code = status === 413 ? 'request.too-large' : status === 404 ? 'address.unknown' : 'request.unreadable';
  } else if (isAway(error)) {
    // The database is restarting, or a disk is full: nothing happened, and the same request may be sent again.
    status = 503;
    code = 'database.away';
    reply.header('retry-after', '2');
    request.log.error({ err: error }, 'database away');
  } else {
    request.log.error({ err: error, route: request.routeOptions.url }, 'failed');
  }
  reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: TITLE[status] ?? TITLE[500],
        status,
        code,
        instance: request.id,
        details,
      }),
    );
}

/** Connection refused or cut, or the server says it is starting or stopping (SQLSTATE class 08, 57P0x, 53300). */
function isAway(error: Error & { code?: string }): boolean {
  const code = error.code ?? '';
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ENOSPC'].includes(code) ||
    // Too many connections, no room on the disk: what class 53 is about.
    code.startsWith('53') ||
    code.startsWith('08') ||
    code.startsWith('57P0') ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  );
}
