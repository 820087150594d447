/** Where the BFF is: compiled in on weapp, the page's own origin on H5. */
export const API_ORIGIN: string = process.env.TARO_ENV === 'h5' ? window.location.origin : ZHIXIN_API_ORIGIN

/** The same for the live socket. */
export const LIVE_ORIGIN: string = API_ORIGIN.replace(/^http/, 'ws')
