import type { Gateway } from './gateway.ts';
import { mailGateway } from './mail.ts';
import { smsGateway } from './sms.ts';
import { zaloGateway } from './zalo.ts';

/** What the settings say about the ways out; a way without its address does not exist and nothing is queued for it. */
export interface GatewaySettings {
  smtpUrl: string | null;
  mailFrom: string;
  smsUrl: string | null;
  smsKey: string;
  smsSecret: string;
  smsBrand: string;
  zaloUrl: string | null;
  zaloToken: string;
}

export function openGateways(settings: GatewaySettings): Gateway[] {
  const { smtpUrl, smsUrl, zaloUrl } = settings;
  return [
    ...(smtpUrl === null ? [] : [mailGateway({ url: smtpUrl, from: settings.mailFrom })]),
    ...(smsUrl === null
      ? []
      : [
          smsGateway({
            url: smsUrl,
            key: settings.smsKey,
            secret: settings.smsSecret,
            brand: settings.smsBrand,
          }),
        ]),
    ...(zaloUrl === null ? [] : [zaloGateway({ url: zaloUrl, token: settings.zaloToken, templates: {} })]),
  ];
}
