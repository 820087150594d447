import type { AliyunAccount } from './aliyun'
import type { GatewayAccount } from './gateway'
import type { TencentAccount } from './tencent'

/** With whom the court has a contract. */
export type SmsAccount = GatewayAccount | TencentAccount | AliyunAccount
