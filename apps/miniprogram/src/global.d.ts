/// <reference types="@tarojs/taro" />

/** Set by config/index.ts: the BFF's origin on weapp, '' on H5. */
declare const ZHIXIN_API_ORIGIN: string

declare module '*.less'
