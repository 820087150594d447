/** A phone or identity number as it may be shown: enough to recognise one's own. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`
export const maskIdentityNumber = (number: string): string => `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`

/** A name as names are compared: blanks off, one kind of middle dot. */
export const comparableName = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').replace(/[•‧⋅∙・．.]/g, '·')
