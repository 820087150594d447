export { startSmsDouble, type SmsDouble } from './sms'
export { startWechatDouble, type WechatDouble } from './wechat'
