/**
 * A case number as the court writes it, from how people type it: brackets of any kind, blanks, full-width digits. （2026）虚01执101号.
 * Does not tell whether there is such a case.
 */
export const caseNumberOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[([{〔【［]/g, '（')
    .replace(/[)\]}〕】］]/g, '）')
